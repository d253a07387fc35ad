package dev.latchkey.spring.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import dev.latchkey.LockLedger;
import dev.latchkey.claim.ClaimDirectory;
import dev.latchkey.daemon.DaemonStateFile;
import dev.latchkey.file.LockRuntime;
import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.SingleInstance;
import dev.latchkey.spring.actuate.LocksEndpoint;
import dev.latchkey.spring.actuate.LocksEndpointWebExtension;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the {@link LocksEndpoint}.
 */
@AutoConfiguration(after = { LatchkeyAutoConfiguration.class, DaemonAutoConfiguration.class })
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(LocksEndpoint.class)
@EnableConfigurationProperties(LocksEndpointProperties.class)
public final class LocksEndpointAutoConfiguration {

	@Bean
	@ConditionalOnBean({ LockRuntime.class, LockLedger.class, LockDirectory.class })
	@ConditionalOnMissingBean
	LocksEndpoint locksEndpoint(LockRuntime runtime, LockLedger ledger, LockDirectory directory,
			ObjectProvider<ClaimDirectory> claims, ObjectProvider<SingleInstance> instance,
			ObjectProvider<DaemonStateFile> stateFile, LocksEndpointProperties properties) {
		return new LocksEndpoint(runtime, ledger, directory, claimsOf(directory, claims, runtime),
				properties.showValues(), instance.getIfAvailable(), stateFile.getIfAvailable());
	}

	/** An application may have claims elsewhere, and in several directories. */
	private static ClaimDirectory claimsOf(LockDirectory directory, ObjectProvider<ClaimDirectory> claims,
			LockRuntime runtime) {
		return claims.stream()
			.filter((candidate) -> candidate.path().equals(directory.path()))
			.findFirst()
			.orElseGet(() -> ClaimDirectory.open(directory.path(), runtime));
	}

	@Bean
	@ConditionalOnBean(LocksEndpoint.class)
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	LocksEndpointWebExtension locksEndpointWebExtension(LocksEndpoint endpoint, LocksEndpointProperties properties) {
		return new LocksEndpointWebExtension(endpoint, properties.showValues(), properties.roles());
	}

}

package dev.latchkey.spring.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.latchkey.internal.acquire.ActiveLocks;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.named.NamedLocks;
import dev.latchkey.internal.waits.WaitRegistry;
import dev.latchkey.spring.LockBackend;
import dev.latchkey.spring.actuate.LockTroubles;
import dev.latchkey.spring.actuate.LocksHealthIndicator;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the {@link LocksHealthIndicator}.
 */
@AutoConfiguration(after = LatchkeyAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
public final class LocksHealthContributorAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnEnabledHealthIndicator("locks")
	@ConditionalOnBean({ LockRuntime.class, NamedLocks.class, ActiveLocks.class, WaitRegistry.class })
	static class Indicator {

		@Bean
		@ConditionalOnMissingBean
		LockTroubles lockTroubles() {
			return new LockTroubles();
		}

		@Bean
		@ConditionalOnMissingBean(name = { "locksHealthIndicator", "locksHealthContributor" })
		LocksHealthIndicator locksHealthIndicator(LockRuntime runtime, NamedLocks locks, ActiveLocks ledger,
				LockTroubles troubles, WaitRegistry board, ObjectProvider<LockBackend> backend) {
			return new LocksHealthIndicator(runtime, locks, ledger, troubles, board, backend.getIfAvailable());
		}

	}

}

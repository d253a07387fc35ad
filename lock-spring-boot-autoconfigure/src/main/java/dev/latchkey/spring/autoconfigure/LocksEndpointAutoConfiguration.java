/*
 * Copyright 2026 the Latchkey authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.latchkey.spring.autoconfigure;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

import dev.latchkey.daemon.DaemonStateFile;
import dev.latchkey.internal.acquire.ActiveLocks;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.claim.ClaimDirectory;
import dev.latchkey.internal.heldfile.HeldFileLocks;
import dev.latchkey.internal.named.NamedLocks;
import dev.latchkey.internal.waits.WaitRegistry;
import dev.latchkey.keyed.MutationSerializer;
import dev.latchkey.order.LockTiers;
import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.SingleInstance;
import dev.latchkey.spring.actuate.LockBeans;
import dev.latchkey.spring.actuate.LockBreaker;
import dev.latchkey.spring.actuate.LocksEndpoint;
import dev.latchkey.spring.actuate.LocksEndpointWebExtension;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the {@link LocksEndpoint}.
 *
 * @since 0.1
 */
@AutoConfiguration(after = { LatchkeyAutoConfiguration.class, DaemonAutoConfiguration.class })
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(LocksEndpoint.class)
@EnableConfigurationProperties(LocksEndpointProperties.class)
public final class LocksEndpointAutoConfiguration {

	@Bean
	@ConditionalOnBean({ HeldFileLocks.class, NamedLocks.class })
	@ConditionalOnMissingBean
	LockBreaker lockBreaker(HeldFileLocks heldFiles, NamedLocks named, ApplicationEventPublisher events) {
		return new LockBreaker(heldFiles, named, events);
	}

	@Bean
	@ConditionalOnBean({ LockRuntime.class, ActiveLocks.class, LockDirectory.class, HeldFileLocks.class,
			NamedLocks.class, WaitRegistry.class })
	@ConditionalOnMissingBean
	LockBeans lockBeans(LockRuntime runtime, ActiveLocks activeLocks, LockDirectory directory, HeldFileLocks locks,
			NamedLocks named, WaitRegistry board, ObjectProvider<ClaimDirectory> claims,
			ObjectProvider<SingleInstance> instance, ObjectProvider<DaemonStateFile> stateFile, BeanFactory beans) {
		return new LockBeans(runtime, activeLocks, directory, locks, named, claimsOf(directory, claims, runtime), board,
				() -> CreatedBeans.find(beans, LockTiers.class),
				() -> CreatedBeans.find(beans, MutationSerializer.class), instance.getIfAvailable(),
				stateFile.getIfAvailable());
	}

	@Bean
	@ConditionalOnBean(LockBeans.class)
	@ConditionalOnMissingBean
	LocksEndpoint locksEndpoint(LockBeans beans, LockBreaker breaker, LocksEndpointProperties properties) {
		return new LocksEndpoint(beans, breaker, properties.showValues());
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

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

import dev.latchkey.internal.parts.LatchkeyParts;
import dev.latchkey.internal.waits.WaitRegistry;
import dev.latchkey.keyed.MutationSerializer;
import dev.latchkey.order.LockTiers;
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
	@ConditionalOnBean({ LatchkeyParts.class, WaitRegistry.class })
	@ConditionalOnMissingBean
	LockBeans lockBeans(BeanFactory beans) {
		return LockBeans.of(beans, () -> CreatedBeans.find(beans, LockTiers.class),
				() -> CreatedBeans.find(beans, MutationSerializer.class));
	}

	@Bean
	@ConditionalOnBean(LockBeans.class)
	@ConditionalOnMissingBean
	LockBreaker lockBreaker(LockBeans beans, ApplicationEventPublisher events) {
		return new LockBreaker(beans, events);
	}

	@Bean
	@ConditionalOnBean(LockBeans.class)
	@ConditionalOnMissingBean
	LocksEndpoint locksEndpoint(LockBeans beans, LockBreaker breaker, LocksEndpointProperties properties) {
		return new LocksEndpoint(beans, breaker, properties.showValues());
	}

	@Bean
	@ConditionalOnBean(LocksEndpoint.class)
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	LocksEndpointWebExtension locksEndpointWebExtension(LocksEndpoint endpoint, LocksEndpointProperties properties) {
		return new LocksEndpointWebExtension(endpoint, properties.showValues(), properties.roles());
	}

}

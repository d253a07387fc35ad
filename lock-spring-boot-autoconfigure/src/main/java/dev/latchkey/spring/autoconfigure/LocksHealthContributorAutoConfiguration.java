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

import java.util.Optional;

import org.springframework.beans.factory.BeanFactory;
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

import dev.latchkey.internal.parts.LatchkeyParts;
import dev.latchkey.internal.waits.WaitRegistry;
import dev.latchkey.spring.LockBackend;
import dev.latchkey.spring.actuate.LockBeans;
import dev.latchkey.spring.actuate.LockTroubles;
import dev.latchkey.spring.actuate.LocksHealthIndicator;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the {@link LocksHealthIndicator}.
 *
 * @since 0.1
 */
@AutoConfiguration(after = LatchkeyAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
public final class LocksHealthContributorAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnEnabledHealthIndicator("locks")
	@ConditionalOnBean({ LatchkeyParts.class, WaitRegistry.class })
	static class Indicator {

		@Bean
		@ConditionalOnMissingBean
		LockTroubles lockTroubles() {
			return new LockTroubles();
		}

		@Bean
		@ConditionalOnMissingBean(name = { "locksHealthIndicator", "locksHealthContributor" })
		LocksHealthIndicator locksHealthIndicator(BeanFactory beans, LockTroubles troubles,
				ObjectProvider<LockBackend> backend) {
			return new LocksHealthIndicator(LockBeans.of(beans, Optional::empty, Optional::empty), troubles,
					backend.getIfAvailable());
		}

	}

}

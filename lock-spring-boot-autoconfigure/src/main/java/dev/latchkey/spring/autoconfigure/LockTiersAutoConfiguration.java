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

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

import dev.latchkey.LockOrder;
import dev.latchkey.order.LockTiers;
import dev.latchkey.spring.LockListenerBeans;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the order of locks, which is
 * created for the first lock on a tier.
 *
 * @since 0.1
 */
@AutoConfiguration(after = LatchkeyAutoConfiguration.class)
@ConditionalOnBean(LatchkeyAutoConfiguration.class)
public final class LockTiersAutoConfiguration {

	@Bean
	@Lazy
	@ConditionalOnMissingBean(LockOrder.class)
	LockTiers lockTiers(LockListenerBeans listeners, LatchkeyProperties properties, Environment environment) {
		return new LatchkeySettings(properties).tiers(listeners.listener(), environment);
	}

}

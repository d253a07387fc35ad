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

package dev.latchkey.spring.test;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

import dev.latchkey.LockOrder;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.spring.DeferredLockOrder;
import dev.latchkey.spring.LockAdmission;
import dev.latchkey.spring.LockListenerBeans;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of tests without locks.
 *
 * @since 0.1
 */
@AutoConfiguration(before = LatchkeyAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "latchkey.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = "latchkey.test.locking", havingValue = "none")
public final class NoLockingAutoConfiguration {

	private static final Log logger = LogFactory.getLog(NoLockingAutoConfiguration.class);

	@Bean
	@ConditionalOnMissingBean
	LockAdmission noLocking() {
		logger.info("Nothing is locked (latchkey.test.locking=none): annotations and templates run their code at once; "
				+ "claims, held file, pack and writer locks exclude the threads of this JVM only");
		return LockAdmission.UNLOCKED;
	}

	@Bean
	@ConditionalOnMissingBean
	LockRuntime withinJvm(ObjectProvider<LockListenerBeans> listeners, ObjectProvider<LockOrder> order) {
		return LockRuntime.withinJvm()
			.listeners(listeners.stream().map(LockListenerBeans::listener).toList())
			.order(new DeferredLockOrder(order))
			.build();
	}

}

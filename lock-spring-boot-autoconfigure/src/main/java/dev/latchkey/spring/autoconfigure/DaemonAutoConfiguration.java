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

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import dev.latchkey.LockListener;
import dev.latchkey.daemon.DaemonStateFile;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.spring.DaemonHeartbeat;
import dev.latchkey.spring.SingleInstance;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of an application that has a pid
 * file. The {@link SingleInstanceInitializer} has claimed it already, unless the context
 * was not made by a {@code SpringApplication}.
 *
 * @since 0.1
 */
@AutoConfiguration(after = LatchkeyAutoConfiguration.class)
@Conditional({ OnPidFileCondition.class, DaemonAutoConfiguration.OnClaim.class })
@EnableConfigurationProperties(LatchkeyProperties.class)
public final class DaemonAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SingleInstance singleInstance(LockRuntime runtime, LatchkeyProperties properties, Environment environment) {
		return new SingleInstance(new LatchkeySettings(properties).pidFile(runtime, environment));
	}

	@Bean
	SmartInitializingSingleton singleInstanceListeners(SingleInstance instance,
			ObjectProvider<LockListener> listeners) {
		return () -> instance.connect(listeners.orderedStream().toList());
	}

	/** There is nothing to wait for: it fails at start-up or never. */
	@Bean
	static LazyInitializationExcludeFilter eagerSingleInstance() {
		return LazyInitializationExcludeFilter.forBeanTypes(SingleInstance.class, DaemonHeartbeat.class,
				SmartInitializingSingleton.class);
	}

	/**
	 * Matches if the pid file has been claimed, or can be.
	 */
	static final class OnClaim extends AnyNestedCondition {

		OnClaim() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnBean(SingleInstance.class)
		static class Claimed {

		}

		@ConditionalOnBean(LockRuntime.class)
		static class Claimable {

		}

	}

	/**
	 * The state is JSON.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = "tools.jackson.core.json.JsonFactory")
	static class StateFile {

		@Bean
		@ConditionalOnMissingBean
		DaemonStateFile daemonStateFile(SingleInstance instance) {
			return DaemonStateFile.beside(instance.pidFile());
		}

		@Bean
		@ConditionalOnMissingBean
		DaemonHeartbeat daemonHeartbeat(SingleInstance instance) {
			return new DaemonHeartbeat(instance);
		}

	}

}

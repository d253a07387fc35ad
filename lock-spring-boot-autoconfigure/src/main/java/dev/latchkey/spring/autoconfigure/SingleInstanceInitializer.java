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

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.Ordered;

import dev.latchkey.LockOrder;
import dev.latchkey.spring.SingleInstance;

/**
 * Claims the pid file before the first bean is made, so that a second instance fails
 * before it has migrated a database or taken a message. The claim is registered as the
 * first singleton, so it is released when all others are destroyed.
 *
 * @since 0.1
 */
public final class SingleInstanceInitializer
		implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {

	static final String BEAN_NAME = "latchkeySingleInstance";

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		if (isWanted(context) && context.getBeanFactory() instanceof DefaultSingletonBeanRegistry registry) {
			LatchkeyProperties properties = Binder.get(context.getEnvironment())
				.bindOrCreate("latchkey", LatchkeyProperties.class);
			LatchkeySettings settings = new LatchkeySettings(properties);
			SingleInstance.Relay relay = new SingleInstance.Relay();
			SingleInstance instance = new SingleInstance(
					settings.pidFile(settings.runtime(relay, LockOrder.NONE), context.getEnvironment()), relay);
			registry.registerSingleton(BEAN_NAME, instance);
			registry.registerDisposableBean(BEAN_NAME, instance::close);
			context
				.addApplicationListener((ApplicationFailedEvent event) -> closeUnlessDestroyedLater(event, instance));
		}
	}

	/** A context that was never refreshed destroys nothing when it is closed. */
	private static void closeUnlessDestroyedLater(ApplicationFailedEvent event, SingleInstance instance) {
		ConfigurableApplicationContext context = event.getApplicationContext();
		if (context == null || !context.isActive()) {
			instance.close();
		}
	}

	/**
	 * While an application is processed ahead of time it does not run, and a test that
	 * has a slice of it is not the application.
	 */
	private static boolean isWanted(ConfigurableApplicationContext context) {
		return !Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)
				&& OnPidFileCondition.isWanted(context.getEnvironment()) && !isSlice(context)
				&& !isClaimed(context.getParent());
	}

	private static boolean isSlice(ConfigurableApplicationContext context) {
		return !context.getEnvironment()
			.getProperty(EnableAutoConfiguration.ENABLED_OVERRIDE_PROPERTY, Boolean.class, true);
	}

	private static boolean isClaimed(@Nullable ApplicationContext parent) {
		return parent != null && (parent.containsBean(BEAN_NAME) || isClaimed(parent.getParent()));
	}

	/** After all others, which may add the property. */
	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

}

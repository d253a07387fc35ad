package dev.latchkey.spring.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
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
					settings.pidFile(settings.runtime(List.of(relay), LockOrder.NONE)), relay);
			registry.registerSingleton(BEAN_NAME, instance);
			registry.registerDisposableBean(BEAN_NAME, instance::close);
		}
	}

	/** While an application is processed ahead of time it does not run. */
	private static boolean isWanted(ConfigurableApplicationContext context) {
		return !Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)
				&& OnPidFileCondition.isWanted(context.getEnvironment()) && !isClaimed(context.getParent());
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

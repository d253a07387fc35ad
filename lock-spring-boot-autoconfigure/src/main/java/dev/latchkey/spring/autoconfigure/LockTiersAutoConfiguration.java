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

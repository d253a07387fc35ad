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
import dev.latchkey.spring.LockAdmission;
import dev.latchkey.spring.LockListenerBeans;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of tests without locks.
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
			.order(order.getIfAvailable(LockOrder::standard))
			.build();
	}

}

package dev.latchkey.spring.test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

import dev.latchkey.spring.LockAdmission;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of tests without locks.
 */
@AutoConfiguration(before = LatchkeyAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "latchkey.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = "latchkey.test.locking", havingValue = "none")
public final class NoLockingAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	LockAdmission noLocking() {
		return new NoLocking();
	}

}

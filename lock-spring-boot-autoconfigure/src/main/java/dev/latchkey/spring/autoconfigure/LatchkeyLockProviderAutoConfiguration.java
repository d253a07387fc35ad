package dev.latchkey.spring.autoconfigure;

import net.javacrumbs.shedlock.core.LockProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import dev.latchkey.internal.named.NamedLocks;
import dev.latchkey.spring.shedlock.LatchkeyLockProvider;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of file locks as the lock provider
 * of ShedLock, if the application asks for it.
 */
@AutoConfiguration(after = LatchkeyAutoConfiguration.class)
@ConditionalOnClass(LockProvider.class)
@ConditionalOnBooleanProperty("latchkey.shedlock.lock-provider")
public final class LatchkeyLockProviderAutoConfiguration {

	@Bean
	@ConditionalOnBean(NamedLocks.class)
	@ConditionalOnMissingBean(LockProvider.class)
	LatchkeyLockProvider latchkeyLockProvider(NamedLocks locks) {
		return new LatchkeyLockProvider(locks);
	}

}

package dev.latchkey.spring.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.integration.support.locks.LockRegistry;

import dev.latchkey.internal.named.NamedLocks;
import dev.latchkey.spring.springintegration.FileLockRegistry;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of file locks as the lock registry
 * of Spring Integration, if the application asks for it.
 */
@AutoConfiguration(after = LatchkeyAutoConfiguration.class)
@ConditionalOnClass(LockRegistry.class)
@ConditionalOnBooleanProperty("latchkey.integration.lock-registry")
public final class FileLockRegistryAutoConfiguration {

	@Bean
	@ConditionalOnBean(NamedLocks.class)
	@ConditionalOnMissingBean(LockRegistry.class)
	FileLockRegistry fileLockRegistry(NamedLocks locks) {
		return new FileLockRegistry(locks);
	}

}

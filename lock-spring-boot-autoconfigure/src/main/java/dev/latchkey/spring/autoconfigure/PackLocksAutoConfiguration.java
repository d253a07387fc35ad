package dev.latchkey.spring.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.pack.PackLocks;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the locks of packs, which are
 * created when one is needed.
 */
@AutoConfiguration(after = LatchkeyAutoConfiguration.class)
@ConditionalOnBean(LatchkeyAutoConfiguration.class)
public final class PackLocksAutoConfiguration {

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	PackLocks packLocks(LockRuntime runtime, LatchkeyProperties properties) {
		return new LatchkeySettings(properties).packLocks(runtime);
	}

}

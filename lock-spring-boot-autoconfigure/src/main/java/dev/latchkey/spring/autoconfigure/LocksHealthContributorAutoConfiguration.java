package dev.latchkey.spring.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.latchkey.LockLedger;
import dev.latchkey.file.LockRuntime;
import dev.latchkey.named.NamedLocks;
import dev.latchkey.spring.LockBackend;
import dev.latchkey.spring.actuate.LockTroubles;
import dev.latchkey.spring.actuate.LocksHealthIndicator;
import dev.latchkey.waits.WaitBoard;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the {@link LocksHealthIndicator}.
 */
@AutoConfiguration(after = LatchkeyAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
public final class LocksHealthContributorAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnEnabledHealthIndicator("locks")
	@ConditionalOnBean({ LockRuntime.class, NamedLocks.class, LockLedger.class, WaitBoard.class })
	static class Indicator {

		@Bean
		@ConditionalOnMissingBean
		LockTroubles lockTroubles() {
			return new LockTroubles();
		}

		@Bean
		@ConditionalOnMissingBean(name = { "locksHealthIndicator", "locksHealthContributor" })
		LocksHealthIndicator locksHealthIndicator(LockRuntime runtime, NamedLocks locks, LockLedger ledger,
				LockTroubles troubles, WaitBoard board, ObjectProvider<LockBackend> backend) {
			return new LocksHealthIndicator(runtime, locks, ledger, troubles, board, backend.getIfAvailable());
		}

	}

}

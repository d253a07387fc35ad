package dev.latchkey.spring.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

import dev.latchkey.spring.metrics.LockObservationConvention;
import dev.latchkey.spring.metrics.LockObservations;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of observations, where the
 * application has a registry for them.
 */
@AutoConfiguration(before = LatchkeyAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ObservationRegistry.class)
@Conditional(OnLatchkeyEnabledCondition.class)
public final class LockObservationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	LockObservations lockObservations(ObservationRegistry registry,
			ObjectProvider<LockObservationConvention> convention) {
		return new LockObservations(registry, convention.getIfAvailable());
	}

}

package dev.latchkey.spring.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

import dev.latchkey.LockType;
import dev.latchkey.internal.acquire.ActiveLocks;
import dev.latchkey.keyed.MutationSerializer;
import dev.latchkey.spring.LockBackend;
import dev.latchkey.spring.aop.LockedMethodCache;
import dev.latchkey.spring.metrics.LockMetrics;
import dev.latchkey.spring.metrics.LockRequestMetrics;
import dev.latchkey.spring.metrics.SerializerMetrics;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of meters, where the application has
 * a registry for them.
 */
@AutoConfiguration(after = { LatchkeyAutoConfiguration.class, MutationSerializerAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@Conditional(OnLatchkeyEnabledCondition.class)
public final class LockMetricsAutoConfiguration {

	@Bean
	@ConditionalOnBean({ MeterRegistry.class, ActiveLocks.class })
	@ConditionalOnMissingBean
	LockMetrics lockMetrics(MeterRegistry registry, ActiveLocks ledger) {
		return new LockMetrics(registry, ledger);
	}

	@Bean
	@ConditionalOnBean({ MeterRegistry.class, LockedMethodCache.class })
	@ConditionalOnMissingBean
	LockRequestMetrics lockRequestMetrics(MeterRegistry registry, ObjectProvider<LockedMethodCache> methods,
			ObjectProvider<LockBackend> backend) {
		return new LockRequestMetrics(registry, methods::getObject,
				backend.stream().findAny().isPresent() ? LockType.REGISTRY : LockType.NAMED);
	}

	@Bean
	@ConditionalOnBean({ MeterRegistry.class, MutationSerializer.class })
	@ConditionalOnMissingBean
	SerializerMetrics serializerMetrics(BeanFactory beans) {
		return new SerializerMetrics(() -> CreatedBeans.find(beans, MutationSerializer.class));
	}

}

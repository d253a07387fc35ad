/*
 * Copyright 2026 the Latchkey authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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
import dev.latchkey.internal.parts.LatchkeyParts;
import dev.latchkey.keyed.MutationSerializer;
import dev.latchkey.spring.LockBackend;
import dev.latchkey.spring.aop.LockedMethodCache;
import dev.latchkey.spring.metrics.LockMetrics;
import dev.latchkey.spring.metrics.LockRequestMetrics;
import dev.latchkey.spring.metrics.SerializerMetrics;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of meters, where the application has
 * a registry for them.
 *
 * @since 0.1
 */
@AutoConfiguration(after = { LatchkeyAutoConfiguration.class, MutationSerializerAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@Conditional(OnLatchkeyEnabledCondition.class)
public final class LockMetricsAutoConfiguration {

	@Bean
	@ConditionalOnBean({ MeterRegistry.class, LatchkeyParts.class })
	@ConditionalOnMissingBean
	LockMetrics lockMetrics(MeterRegistry registry, LatchkeyParts parts) {
		return new LockMetrics(registry, parts.assemble());
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

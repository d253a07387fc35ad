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

package dev.latchkey.spring.metrics;

import java.util.Optional;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import dev.latchkey.keyed.MutationSerializer;

/**
 * The gauge {@code latchkey.locks.queue.size}: how many tasks of the mutation serializer
 * wait, of all keys.
 *
 * @since 0.1
 */
public final class SerializerMetrics implements MeterBinder {

	private final Supplier<Optional<MutationSerializer>> serializer;

	/**
	 * Creates the meter.
	 * @param serializer finds the serializer, empty while it is not used
	 */
	public SerializerMetrics(Supplier<Optional<MutationSerializer>> serializer) {
		this.serializer = serializer;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge gauge = Gauge.builder("latchkey.locks.queue.size", this, SerializerMetrics::waiting)
			.description("Tasks of the mutation serializer that wait")
			.register(registry);
		assert gauge != null;
	}

	private double waiting() {
		return this.serializer.get()
			.stream()
			.flatMap((serializer) -> serializer.waitingTasks().values().stream())
			.mapToInt(Integer::intValue)
			.sum();
	}

}

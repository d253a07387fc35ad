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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.springframework.beans.factory.SmartInitializingSingleton;

import dev.latchkey.LockId;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockType;
import dev.latchkey.spring.LockOutcome;
import dev.latchkey.spring.LockRequestListener;
import dev.latchkey.spring.aop.LockedMethodCache;

/**
 * Counts what becomes of the requests of annotations and templates:
 * {@code latchkey.locks.requests}, with the tags {@code kind}, {@code name} and
 * {@code outcome}. The counters of all names that are annotated are there, at zero, when
 * the beans have been created.
 *
 * @since 0.1
 */
public final class LockRequestMetrics implements LockRequestListener, SmartInitializingSingleton {

	private final MeterRegistry registry;

	private final Supplier<LockedMethodCache> methods;

	private final LockType type;

	private final Map<Request, Counter> counters = new ConcurrentHashMap<>();

	/**
	 * Creates the meters.
	 * @param registry where they are
	 * @param methods knows the names of annotated locks
	 * @param type the lock type that have names
	 */
	public LockRequestMetrics(MeterRegistry registry, Supplier<LockedMethodCache> methods, LockType type) {
		this.registry = registry;
		this.methods = methods;
		this.type = type;
	}

	@Override
	public void afterSingletonsInstantiated() {
		for (String name : this.methods.get().names()) {
			for (LockOutcome outcome : LockOutcome.values()) {
				Counter unused = counter(new Request(this.type, name.isBlank() ? MeteredName.NONE : name, outcome));
			}
		}
	}

	@Override
	public void acquired(LockId lock) {
		count(lock, LockOutcome.ACQUIRED);
	}

	@Override
	public void busy(LockTimeoutException timeout, LockOutcome outcome) {
		count(timeout.id(), outcome);
	}

	private void count(LockId lock, LockOutcome outcome) {
		counter(new Request(lock.type(), MeteredName.of(lock), outcome)).increment();
	}

	private Counter counter(Request request) {
		return this.counters.computeIfAbsent(request, (same) -> Counter.builder("latchkey.locks.requests")
			.description("Requests of annotations and templates, by what became of them")
			.tags(Tags.of("type", request.type.label(), "name", request.name, "outcome", request.outcome.label()))
			.register(this.registry));
	}

	private record Request(LockType type, String name, LockOutcome outcome) {
	}

}

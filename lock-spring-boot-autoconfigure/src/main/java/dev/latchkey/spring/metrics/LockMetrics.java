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

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

import dev.latchkey.Latchkey;
import dev.latchkey.LockEvent;
import dev.latchkey.LockId;
import dev.latchkey.LockListener;

/**
 * Counts what happens to the locks of this process: {@code latchkey.locks.held} and
 * {@code .waiting} are gauges; {@code .timeouts}, {@code .lost}, {@code .stalled} and
 * {@code .taken.over} are counters with the tags {@code type} and {@code name};
 * {@code .order.violations} and {@code .deadlocks} are some without.
 *
 * @since 0.1
 */
public final class LockMetrics implements LockListener, MeterBinder {

	private static final String PREFIX = "latchkey.locks.";

	private final MeterRegistry registry;

	private final Latchkey latchkey;

	/**
	 * Creates meters.
	 * @param registry where they are
	 * @param latchkey knows what is held and waited for
	 */
	public LockMetrics(MeterRegistry registry, Latchkey latchkey) {
		this.registry = registry;
		this.latchkey = latchkey;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge held = Gauge.builder(PREFIX + "held", this.latchkey, (latchkey) -> latchkey.holds().size())
			.description("Locks that this process holds")
			.register(registry);
		Gauge waiting = Gauge.builder(PREFIX + "waiting", this.latchkey, (latchkey) -> latchkey.waits().size())
			.description("Threads of this process that wait for a lock")
			.register(registry);
		assert held != waiting;
	}

	@Override
	public void onEvent(LockEvent event) {
		if (event instanceof LockEvent.TimedOut timedOut) {
			count("timeouts", "Waits that ended without the lock", timedOut.id());
		}
		else if (event instanceof LockEvent.Lost lost) {
			count("lost", "Locks that were lost while their work went on", lost.hold().id());
		}
		else if (event instanceof LockEvent.Stalled stalled) {
			count("stalled", "Holders of wanted locks that were found to be stopped or to hang", stalled.id());
		}
		else if (event instanceof LockEvent.TakenOver takenOver) {
			count("taken.over", "Locks that were taken from a dead or stalled holder", takenOver.id());
		}
		else if (event instanceof LockEvent.OutOfOrder) {
			count("order.violations", "Locks that were asked for out of order");
		}
		else if (event instanceof LockEvent.DeadlockStarted) {
			count("deadlocks", "Deadlocks that a wait of this process was part of");
		}
	}

	private void count(String name, String description) {
		Counter.builder(PREFIX + name).description(description).register(this.registry).increment();
	}

	private void count(String name, String description, LockId id) {
		Counter.builder(PREFIX + name)
			.description(description)
			.tags(Tags.of("type", id.type().label(), "name", MeteredName.of(id)))
			.register(this.registry)
			.increment();
	}

}

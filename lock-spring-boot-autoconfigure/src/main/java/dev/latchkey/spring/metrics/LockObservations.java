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

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import dev.latchkey.LockCaller;
import dev.latchkey.LockEvent;
import dev.latchkey.LockHold;
import dev.latchkey.LockId;
import dev.latchkey.LockListener;
import dev.latchkey.LockLostException;
import dev.latchkey.spring.ScopeObserver;

/**
 * Observes how long locks are waited for, {@code latchkey.lock.wait}, and held,
 * {@code latchkey.lock.hold}. A hold that ends with a loss is an error. Both are parts of
 * what the caller does, and guarded code is a part of its hold.
 *
 * @since 0.1
 */
public final class LockObservations implements LockListener, ScopeObserver {

	/** The name of the observation of a wait. */
	public static final String WAIT = "latchkey.lock.wait";

	/** The name of the observation of a hold. */
	public static final String HOLD = "latchkey.lock.hold";

	private static final LockObservationConvention DEFAULT = new DefaultLockObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable LockObservationConvention convention;

	private final Map<Object, Observation> running = new ConcurrentHashMap<>();

	/**
	 * Creates observations.
	 * @param registry where they are
	 * @param convention names them, or {@code null} for the registry's convention or the
	 * default
	 */
	public LockObservations(ObservationRegistry registry, @Nullable LockObservationConvention convention) {
		this.registry = registry;
		this.convention = convention;
	}

	@Override
	public void onEvent(LockEvent event) {
		if (event instanceof LockEvent.WaitStarted started) {
			start(WAIT, started.lockWait(), started.lockWait().id(), started.lockWait().caller());
		}
		else if (event instanceof LockEvent.WaitEnded ended) {
			stop(ended.lockWait(), null);
		}
		else if (event instanceof LockEvent.Acquired acquired) {
			start(HOLD, acquired.hold(), acquired.hold().id(), acquired.hold().acquiredBy());
		}
		else if (event instanceof LockEvent.Released released) {
			stop(released.hold(), null);
		}
		else if (event instanceof LockEvent.Lost lost) {
			stop(lost.hold(), new LockLostException(lost.hold().id(), lost.reason()));
		}
	}

	@Override
	public @Nullable Object current() {
		return this.registry.getCurrentObservation();
	}

	@Override
	public @Nullable Object of(LockHold hold) {
		return this.running.get(hold);
	}

	@Override
	public Runnable enter(LockHold hold) {
		Observation observation = this.running.get(hold);
		return (observation != null) ? observation.openScope()::close : () -> {
		};
	}

	private void start(String name, Object key, LockId lock, LockCaller caller) {
		if (this.registry.isNoop()) {
			return;
		}
		Observation observation = Observation.createNotStarted(this.convention, DEFAULT, () -> {
			LockObservationContext context = new LockObservationContext(lock);
			context.setName(name);
			return context;
		}, this.registry);
		if (caller.context() instanceof Observation parent) {
			observation = observation.parentObservation(parent);
		}
		this.running.put(key, observation.start());
	}

	private void stop(Object key, @Nullable Throwable error) {
		Observation observation = this.running.remove(key);
		if (observation != null) {
			if (error != null) {
				Observation unused = observation.error(error);
			}
			observation.stop();
		}
	}

}

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

package dev.latchkey.spring.shedlock;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import net.javacrumbs.shedlock.core.ClockProvider;
import net.javacrumbs.shedlock.core.LockConfiguration;

import dev.latchkey.CooldownHold;
import dev.latchkey.LockLostException;
import dev.latchkey.internal.wait.Deadline;

/**
 * A hold that is given up when its time is over, by the monotonic clock.
 *
 * <p>
 * {@code guard} protects the time: a timer that fires while the time is moved finds that
 * it has not come.
 */
final class LimitedHold implements AutoCloseable {

	private final CooldownHold hold;

	private final ScheduledExecutorService timers;

	private final ReentrantLock guard = new ReentrantLock();

	private Limit limit;

	LimitedHold(CooldownHold hold, ScheduledExecutorService timers, LockConfiguration configuration) {
		this.hold = hold;
		this.timers = timers;
		this.guard.lock();
		try {
			this.limit = limit(configuration);
		}
		finally {
			this.guard.unlock();
		}
	}

	private Limit limit(LockConfiguration configuration) {
		Deadline end = Deadline.after(Duration.between(ClockProvider.now(), configuration.getLockAtMostUntil()));
		return new Limit(configuration.getLockAtMostFor(), end,
				this.timers.schedule(this::expire, end.remainingNanos(), TimeUnit.NANOSECONDS));
	}

	/**
	 * Moves the time.
	 * @param configuration the configuration with the time
	 * @return whether the lock is still held; if not, this is its end
	 */
	boolean extend(LockConfiguration configuration) {
		this.guard.lock();
		try {
			if (expire()) {
				return false;
			}
			this.hold.changeCooldown(configuration.getLockAtLeastUntil());
			this.limit.cancel();
			this.limit = limit(configuration);
			return true;
		}
		catch (LockLostException ex) {
			close();
			return false;
		}
		finally {
			this.guard.unlock();
		}
	}

	/** Gives the lock up if its time is over, whether or not the timer has fired yet. */
	private boolean expire() {
		this.guard.lock();
		try {
			boolean over = this.limit.end().hasCome();
			if (over) {
				this.hold.expire(
						"its lockAtMostFor of " + this.limit.length().toMillis() + " ms was over, so it was released");
			}
			return over;
		}
		finally {
			this.guard.unlock();
		}
	}

	/**
	 * Releases the lock, unless it was given up.
	 */
	@Override
	public void close() {
		this.guard.lock();
		try {
			this.limit.cancel();
			this.hold.close();
		}
		finally {
			this.guard.unlock();
		}
	}

	/**
	 * When the lock is given up.
	 *
	 * @param length the time that was asked for
	 * @param end when it is over
	 * @param timer gives it up then
	 */
	private record Limit(Duration length, Deadline end, Future<?> timer) {

		void cancel() {
			boolean unused = this.timer.cancel(false);
		}

	}

}

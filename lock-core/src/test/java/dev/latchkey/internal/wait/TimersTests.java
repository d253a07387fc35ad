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

package dev.latchkey.internal.wait;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;

import dev.latchkey.LatchkeyException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TimersTests {

	private final AtomicLong time = new AtomicLong();

	@Test
	void anAlarmRingsWhenItIsDueAndWithThoseThatAreNearlyDue() {
		Timers timers = withoutThread();
		Repeating due = new Repeating(100, 0);
		Repeating nearlyDue = new Repeating(110, 20);
		Repeating later = new Repeating(500, 20);
		timers.set(due);
		timers.set(nearlyDue);
		timers.set(later);
		this.time.set(100);
		assertThat(timers.round()).isEqualTo(500);
		assertThat(due.rung).hasValue(1);
		assertThat(nearlyDue.rung).hasValue(1);
		assertThat(later.rung).hasValue(0);
	}

	@Test
	void anAlarmThatFailsDoesNotStopTheOthers() {
		Timers timers = withoutThread();
		Repeating good = new Repeating(1, 0);
		timers.set(new Repeating(1, 0) {
			@Override
			public void fire() {
				super.fire();
				throw new IllegalStateException("on purpose");
			}
		});
		timers.set(good);
		this.time.set(1);
		assertThat(timers.round()).isGreaterThan(1);
		assertThat(good.rung).hasValue(1);
	}

	@Test
	void anErrorOfAnAlarmDoesNotStopTheOthers() {
		Timers timers = withoutThread();
		Repeating good = new Repeating(1, 0);
		timers.set(failing(1));
		timers.set(good);
		this.time.set(1);
		assertThat(timers.round()).isGreaterThan(1);
		assertThat(good.rung).hasValue(1);
	}

	@Test
	void theThreadSurvivesAnErrorOutsideOfAnAlarm() throws InterruptedException {
		AtomicInteger readings = new AtomicInteger();
		Timers timers = new Timers("test timers", () -> {
			if (readings.incrementAndGet() == 3) {
				throw new OutOfMemoryError("on purpose");
			}
			return System.nanoTime();
		}, Thread::new);
		CountDownLatch rung = new CountDownLatch(1);
		timers.set(counting(rung));
		assertThat(rung.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(readings).hasValueGreaterThan(3);
	}

	@Test
	void aThreadThatCannotBeStartedIsStartedForTheNextAlarm() throws InterruptedException {
		AtomicInteger threads = new AtomicInteger();
		Timers timers = new Timers("test timers", System::nanoTime, (task) -> new Thread(task) {
			@Override
			public synchronized void start() {
				if (threads.incrementAndGet() == 1) {
					throw new OutOfMemoryError("unable to create native thread");
				}
				super.start();
			}
		});
		Repeating first = new Repeating(System.nanoTime(), 0);
		assertThatExceptionOfType(LatchkeyException.class).isThrownBy(() -> timers.set(first))
			.withMessageContaining("cannot be started")
			.withCauseInstanceOf(OutOfMemoryError.class);
		assertThat(timers.size()).isZero();
		CountDownLatch rung = new CountDownLatch(1);
		timers.set(counting(rung));
		assertThat(rung.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(first.rung).hasValue(0);
	}

	@Test
	void itIsKnownHowLateTheMostOverdueAlarmIs() {
		Timers timers = withoutThread();
		timers.set(new Repeating(100, 0));
		timers.set(new Repeating(300, 0));
		assertThat(timers.delayNanos()).isZero();
		this.time.set(350);
		assertThat(timers.delayNanos()).isEqualTo(250);
	}

	@Test
	void anAlarmThatIsDueBeforeAllOthersWakesTheThread() throws InterruptedException {
		Timers timers = new Timers("test timers");
		Repeating late = new Repeating(System.nanoTime() + TimeUnit.HOURS.toNanos(1), 0);
		timers.set(late);
		CountDownLatch awoken = new CountDownLatch(1);
		timers.set(new Repeating(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(5), 0) {
			@Override
			public void fire() {
				super.fire();
				timers.remove(this);
				awoken.countDown();
			}
		});
		assertThat(awoken.await(30, TimeUnit.SECONDS)).isTrue();
		timers.remove(late);
		assertThat(timers.size()).isZero();
	}

	@Test
	void anAlarmThatIsSetWhileAnotherRingsAndParksIsNotForgotten() throws InterruptedException {
		Timers timers = new Timers("test timers");
		CountDownLatch second = new CountDownLatch(1);
		timers.set(new Repeating(System.nanoTime(), 0) {
			@Override
			public void fire() {
				super.fire();
				timers.set(new Repeating(System.nanoTime(), 0) {
					@Override
					public void fire() {
						super.fire();
						second.countDown();
					}
				});
				// Uses up the wake-up that setting the second one gave.
				LockSupport.parkNanos(1);
			}
		});
		assertThat(second.await(30, TimeUnit.SECONDS)).isTrue();
	}

	private static Repeating failing(long due) {
		return new Repeating(due, 0) {
			@Override
			public void fire() {
				super.fire();
				throw new StackOverflowError("on purpose");
			}
		};
	}

	private static Repeating counting(CountDownLatch latch) {
		return new Repeating(System.nanoTime(), 0) {
			@Override
			public void fire() {
				super.fire();
				latch.countDown();
			}
		};
	}

	/** The rounds are made by the test. */
	private Timers withoutThread() {
		return new Timers("test", this.time::get, (task) -> new Thread(() -> {
		}));
	}

	private static class Repeating implements Timers.Timer {

		final AtomicInteger rung = new AtomicInteger();

		private final long tolerance;

		private volatile long due;

		Repeating(long due, long tolerance) {
			this.due = due;
			this.tolerance = tolerance;
		}

		@Override
		public long due() {
			return this.due;
		}

		@Override
		public long tolerance() {
			return this.tolerance;
		}

		@Override
		public void fire() {
			this.rung.incrementAndGet();
			this.due = Long.MAX_VALUE / 2;
		}

	}

}

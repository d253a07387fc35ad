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

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockType;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.lockfile.PersistentLockFile;
import dev.latchkey.internal.platform.Platform;
import dev.latchkey.internal.platform.WakeCalls;
import dev.latchkey.internal.platforms.Platforms;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.LockTableView;
import dev.latchkey.process.LockWorker;
import dev.latchkey.process.OtherHolder;
import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The signals that end waits: a user has few of them.
 */
class SignalledWaitsTests {

	@TempDir
	Path directory;

	@Test
	void whoeverIsInterruptedSendsFewSignalsToAThreadThatIsSlowToComeBack() throws Exception {
		SlowWakes slow = new SlowWakes(Platforms.current().wakes());
		LockRuntime runtime = LockRuntime.builder(slow.platform()).build();
		try (OtherHolder other = OtherHolder.of(LockType.CLAIM, this.directory)) {
			PersistentLockFile file = new PersistentLockFile(runtime, this.directory.resolve("job.lock"));
			FutureTask<Boolean> waiting = new FutureTask<>(() -> {
				try {
					return file.lock(Deadline.after(Duration.ofMinutes(1)));
				}
				catch (InterruptedException ex) {
					return false;
				}
			});
			Thread waiter = new Thread(waiting);
			waiter.start();
			Awaitility.await().until(() -> LockTableView.waiters(file.path()) == 1);
			boolean interrupted = interruptWhileInterrupted(waiter, slow);
			assertThat(waiting.get(1, TimeUnit.MINUTES)).isFalse();
			assertThat(interrupted).as("the interrupt is kept").isTrue();
			assertThat(slow.signals).hasValueBetween(1, 100);
			assertThat(other.isHolding()).isTrue();
			file.close();
		}
	}

	/** One interrupt comes before, and others as soon as a signal is sent. */
	private static boolean interruptWhileInterrupted(Thread waiter, SlowWakes slow) {
		Thread canceller = Thread.currentThread();
		Thread pest = new Thread(() -> {
			while (slow.signals.get() == 0) {
				Thread.onSpinWait();
			}
			for (int i = 0; i < 1000; i++) {
				canceller.interrupt();
			}
		});
		pest.start();
		canceller.interrupt();
		waiter.interrupt();
		while (pest.isAlive()) {
			Thread.onSpinWait();
		}
		return Thread.interrupted();
	}

	@Test
	void waitsEndAlsoWhenNoSignalCanBeQueuedAndThatIsLoggedOnce() {
		Requirement.PRLIMIT.require();
		try (OtherHolder other = OtherHolder.of(LockType.CLAIM, this.directory);
				ForkedJvm worker = LockWorker.startWithoutQueuedSignals(LockType.CLAIM, this.directory)) {
			assertThat(worker.ask("acquire 50")).startsWith("timeout");
			assertThat(worker.ask("acquire 50")).startsWith("timeout");
			assertThat(worker.ask("interrupt")).isEqualTo("interrupted");
			assertThat(other.isHolding()).isTrue();
			worker.kill();
			assertThat(worker.awaitEnd()).containsOnlyOnce("EAGAIN").doesNotContain("\tat ");
		}
	}

	/**
	 * Signals that are lost for some time, as they are before a thread has reached the
	 * kernel.
	 */
	private static final class SlowWakes implements WakeCalls {

		private final WakeCalls real;

		final AtomicInteger signals = new AtomicInteger();

		private Deadline lost = Deadline.never();

		SlowWakes(WakeCalls real) {
			this.real = real;
		}

		Platform platform() {
			Platform current = Platforms.current();
			return new Platform(current.files(), current.processes(), this, current.watches(), current.spawns(),
					current.traits());
		}

		@Override
		public long prepare() {
			return this.real.prepare();
		}

		@Override
		public void wake(long thread) {
			if (this.signals.getAndIncrement() == 0) {
				this.lost = Deadline.after(Duration.ofMillis(50));
			}
			if (this.lost.hasCome()) {
				this.real.wake(thread);
			}
		}

	}

}

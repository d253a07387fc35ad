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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockType;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.lockfile.PersistentLockFile;
import dev.latchkey.process.LockTableView;
import dev.latchkey.process.OtherHolder;

import static org.assertj.core.api.Assertions.assertThat;

class KernelWaitsTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	@TempDir
	Path directory;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@Test
	void aCancelledWaitLeavesNothingBehindHoweverOftenItIsRepeated() throws Exception {
		LockRuntime runtime = LockRuntime.builder().build();
		try (OtherHolder other = OtherHolder.of(LockType.CLAIM, this.directory)) {
			PersistentLockFile file = new PersistentLockFile(runtime, gate());
			for (int i = 0; i < 300; i++) {
				assertThat(file.lock(Deadline.after(Duration.ofNanos(1 + 2_000L * i)))).isFalse();
			}
			file.close();
			assertThat(LockTableView.waiters(gate())).isZero();
			assertThat(runtime.waits().slotsLeft()).isEqualTo(64);
			assertThat(other.isHolding()).isTrue();
		}
	}

	@Test
	void thoseBeyondTheBoundPollAndGetTheLockToo() throws Exception {
		LockRuntime runtime = LockRuntime.builder().maxNativeWaiters(1).build();
		List<Future<Boolean>> waiters = new ArrayList<>();
		try (OtherHolder other = OtherHolder.of(LockType.CLAIM, this.directory)) {
			for (int i = 0; i < 3; i++) {
				waiters.add(this.threads.submit(() -> lockAndRelease(runtime, Deadline.after(LONG))));
			}
			Awaitility.await().until(() -> LockTableView.waiters(gate()) == 1);
			assertThat(runtime.waits().slotsLeft()).isZero();
			assertThat(this.threads.submit(() -> lockAndRelease(runtime, Deadline.after(Duration.ofMillis(20)))).get())
				.isFalse();
			assertThat(other.isHolding()).isTrue();
		}
		for (Future<Boolean> waiter : waiters) {
			assertThat(waiter.get(1, TimeUnit.MINUTES)).isTrue();
		}
		this.threads.shutdown();
	}

	@Test
	void anInterruptEndsAPoll() throws Exception {
		LockRuntime runtime = LockRuntime.builder().maxNativeWaiters(1).build();
		try (OtherHolder other = OtherHolder.of(LockType.CLAIM, this.directory)) {
			this.threads.execute(() -> {
				assertThat(other).isNotNull();
				waitUntilInterrupted(runtime);
			});
			Awaitility.await().until(() -> runtime.waits().slotsLeft() == 0);
			Future<Boolean> poller = this.threads.submit(() -> waitUntilInterrupted(runtime));
			this.threads.shutdownNow();
			assertThat(poller.get(1, TimeUnit.MINUTES)).isTrue();
			assertThat(this.threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
			assertThat(runtime.waits().slotsLeft()).isEqualTo(1);
			assertThat(other.isHolding()).isTrue();
		}
	}

	private boolean waitUntilInterrupted(LockRuntime runtime) {
		try {
			return !lockAndRelease(runtime, Deadline.after(LONG));
		}
		catch (InterruptedException ex) {
			return true;
		}
	}

	private boolean lockAndRelease(LockRuntime runtime, Deadline deadline) throws InterruptedException {
		PersistentLockFile file = new PersistentLockFile(runtime, gate());
		try {
			return file.lock(deadline);
		}
		finally {
			file.release();
		}
	}

	private Path gate() {
		return this.directory.resolve("job.lock");
	}

}

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

package dev.latchkey.internal.acquire;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockOptions;
import dev.latchkey.internal.named.NamedLocks;

import static org.assertj.core.api.Assertions.assertThat;

class HoldEndTests {

	@TempDir
	Path directory;

	/** A process that was stopped in its release has a heartbeat due when it goes on. */
	@RepeatedTest(20)
	void aHeartbeatLeavesAReleaseToItsThread() {
		try (LockRuntime runtime = LockRuntime.builder().build();
				NamedLocks locks = new NamedLocks(runtime, this.directory, LockOptions.defaults())) {
			FileHold hold = (FileHold) locks.lock("job").tryAcquire().orElseThrow();
			CompletableFuture<Void> release = releaseThatWaits(hold);
			hold.fire();
			assertThat(release).succeedsWithin(Duration.ofSeconds(10));
		}
	}

	private static CompletableFuture<Void> releaseThatWaits(FileHold hold) {
		ReentrantLock guard = hold.lockedFile().guard();
		guard.lock();
		try {
			CompletableFuture<Void> release = CompletableFuture.runAsync(hold::closeHeld);
			Awaitility.await().until(guard::hasQueuedThreads);
			return release;
		}
		finally {
			guard.unlock();
		}
	}

}

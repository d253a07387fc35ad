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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockCaller;
import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockType;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.wait.Deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AsyncAcquisitionTests {

	@TempDir
	Path directory;

	@AfterEach
	void forgetInterrupts() {
		Thread.interrupted();
	}

	@Test
	void aWaitThatIsCancelledWhileItTimesOutIsCancelled() throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(1);
		LockId id = new LockId(LockType.PACK, "job", this.directory.resolve("job"));
		CompletableFuture<LockHold> future = AsyncAcquisition.start(() -> {
			begun.countDown();
			while (!Thread.currentThread().isInterrupted()) {
				Thread.onSpinWait();
			}
			// As it is when the interrupt comes after the last try.
			throw new LockTimeoutException(id, Duration.ZERO, List.of());
		});
		begun.await();
		assertThat(future.cancel(true)).isTrue();
		assertThat(future).isCancelled();
	}

	@Test
	void anInterruptedTryTellsTheInterruptAndNotATimeout() {
		LockRuntime runtime = LockRuntime.builder().build();
		LockId id = new LockId(LockType.PACK, "job", this.directory.resolve("job"));
		LockAcquirer<FileHold> acquisition = new LockAcquirer<>(runtime, new InterruptedWhileBusy(id), null);
		assertThatExceptionOfType(InterruptedException.class)
			.isThrownBy(() -> acquisition.deferred(Duration.ZERO).call());
		assertThatExceptionOfType(InterruptedException.class)
			.isThrownBy(() -> acquisition.acquire(Duration.ZERO, true, LockCaller.current()));
		assertThat(LocalQueueView.lines()).isZero();
	}

	private record InterruptedWhileBusy(LockId id) implements LockProtocol<FileHold> {

		@Override
		public @Nullable FileHold tryAcquire(Duration retryTimeout) {
			Thread.currentThread().interrupt();
			return null;
		}

		@Override
		public @Nullable FileHold acquire(Deadline deadline) {
			return tryAcquire(Duration.ZERO);
		}

		@Override
		public List<LockHolder> holders(LockHolders finder) {
			return List.of();
		}

	}

}

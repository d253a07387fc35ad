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

package dev.latchkey.contract;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

import dev.latchkey.LockFileException;
import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockState;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockType;
import dev.latchkey.claim.ClaimHold;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.claim.ClaimDirectory;
import dev.latchkey.internal.pack.PackLockFiles;
import dev.latchkey.pack.ManifestLocks;
import dev.latchkey.pack.PackLocks;
import dev.latchkey.process.EachFileLock;
import dev.latchkey.process.TestLock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What every lock promises whose runtime is no larger than the JVM.
 */
class WithinJvmTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	@TempDir
	Path directory;

	private final LockRuntime runtime = LockRuntime.withinJvm().build();

	@ParameterizedTest
	@EachFileLock
	void threadsExcludeEachOther(LockType type) throws Exception {
		try (TestLock lock = lock(type); TestLock other = lock(type)) {
			FutureTask<LockHold> waiting = new FutureTask<>(() -> other.acquire(LONG));
			long token;
			try (LockHold hold = lock.tryAcquire().orElseThrow()) {
				hold.requireHeld();
				assertThat(hold.holder().pid()).isEqualTo(ProcessHandle.current().pid());
				assertThat(other.tryAcquire()).isEmpty();
				assertThatExceptionOfType(LockTimeoutException.class)
					.isThrownBy(() -> inAnotherThread(() -> other.acquire(Duration.ofMillis(20))))
					.satisfies((busy) -> assertThat(busy.holders()).extracting(LockHolder::pid)
						.containsOnly(ProcessHandle.current().pid()));
				token = hold.fencingToken();
				new Thread(waiting).start();
			}
			try (LockHold next = waiting.get()) {
				assertThat(next.fencingToken()).isGreaterThan(token);
			}
		}
	}

	private static void inAnotherThread(Callable<LockHold> acquisition) throws Throwable {
		FutureTask<LockHold> task = new FutureTask<>(acquisition);
		new Thread(task).start();
		try {
			task.get().close();
		}
		catch (ExecutionException ex) {
			throw ex.getCause();
		}
	}

	@ParameterizedTest
	@EachFileLock
	void anInterruptEndsAWait(LockType type) throws Exception {
		try (TestLock lock = lock(type); LockHold hold = lock.tryAcquire().orElseThrow()) {
			CountDownLatch ended = new CountDownLatch(1);
			Thread waiting = new Thread(() -> {
				try {
					lock(type).acquire(LONG).close();
				}
				catch (InterruptedException ex) {
					ended.countDown();
				}
			});
			waiting.start();
			waiting.interrupt();
			waiting.join();
			assertThat(ended.getCount()).isZero();
			hold.requireHeld();
		}
	}

	@ParameterizedTest
	@EachFileLock
	void nothingIsWrittenToTheDisk(LockType type) {
		try (TestLock lock = lock(type); LockHold hold = lock.tryAcquire().orElseThrow()) {
			assertThat(hold.isHeld()).isTrue();
			assertThat(this.directory.resolve("locks")).satisfiesAnyOf((made) -> assertThat(made).doesNotExist(),
					(pack) -> assertThat(pack).isEmptyDirectory());
		}
	}

	@Test
	void claimsAreReadAndListed() throws Exception {
		try (ClaimDirectory claims = ClaimDirectory.open(this.directory.resolve("claims"), this.runtime);
				ClaimDirectory others = ClaimDirectory.open(this.directory.resolve("claims"),
						LockRuntime.withinJvm().build())) {
			ClaimHold claim = claims.claim("leader", new byte[] { 7 }).tryAcquire().orElseThrow();
			assertThat(others.read("leader")).hasValue(new byte[] { 7 });
			assertThat(others.list()).singleElement()
				.satisfies((seen) -> assertThat(seen.id().name()).isEqualTo("leader"));
			claim.close();
			assertThat(others.claim("leader").inspect().state()).isEqualTo(LockState.FREE);
		}
	}

	@Test
	void aSharedManifestExcludesItsWriter() {
		ManifestLocks locks = new PackLockFiles(this.runtime, PackLocks.FILE_NAME).manifest(this.directory);
		try (LockHold reader = locks.shared().tryAcquire().orElseThrow()) {
			assertThat(reader.isHeld()).isTrue();
			assertThat(locks.exclusive().tryAcquire()).isEmpty();
		}
		locks.exclusive().tryAcquire().orElseThrow().close();
	}

	@Test
	void aPackMustExistAsEverywhere() {
		assertThatExceptionOfType(LockFileException.class)
			.isThrownBy(() -> new PackLockFiles(this.runtime, PackLocks.FILE_NAME).pack(this.directory.resolve("none"))
				.tryAcquire());
	}

	private TestLock lock(LockType type) {
		return TestLock.of(type, this.directory.resolve("locks"), this.runtime);
	}

}

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

package dev.latchkey.internal.pack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.CrossProcessLock;
import dev.latchkey.LockHold;
import dev.latchkey.LockLostException;
import dev.latchkey.LockReentryException;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.wait.Deadline;
import dev.latchkey.pack.ManifestLocks;
import dev.latchkey.pack.PackLocks;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.LockTableView;
import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Readers together, a writer alone: between threads and between processes.
 */
@Timeout(60)
class ManifestLocksTests {

	@TempDir
	Path directory;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final LockRuntime runtime = LockRuntime.builder().build();

	private ManifestLocks locks;

	@BeforeEach
	void open() {
		this.locks = new PackLockFiles(this.runtime, PackLocks.FILE_NAME).manifest(this.directory);
	}

	@AfterEach
	void endThreads() {
		this.threads.shutdownNow();
		this.runtime.close();
	}

	@Test
	void readersOfTwoThreadsAndTwoProcessesReadAtOnce() throws Exception {
		try (LockHold mine = this.locks.shared().acquire(); ForkedJvm process = manifestWorker()) {
			try (LockHold another = onAnotherThread(this.locks.shared())) {
				assertThat(process.ask("shared")).isEqualTo("held");
				mine.requireHeld();
				another.requireHeld();
			}
		}
	}

	@Test
	void aWriterIsBusyWhileSomebodyReadsAndTheOtherWayRound() throws Exception {
		Requirement.LOCK_TABLE.require();
		try (ForkedJvm process = manifestWorker()) {
			assertThat(process.ask("shared")).isEqualTo("held");
			assertThat(this.locks.exclusive().tryAcquire()).isEmpty();
			assertThatExceptionOfType(LockTimeoutException.class)
				.isThrownBy(() -> this.locks.exclusive().acquire(Duration.ofMillis(20)))
				.satisfies((ex) -> assertThat(ex.holders()).singleElement()
					.satisfies((holder) -> assertThat(holder.pid()).isEqualTo(process.pid())));
			assertThat(process.ask("release")).isEqualTo("released");
			try (LockHold writer = this.locks.exclusive().tryAcquire().orElseThrow()) {
				assertThat(process.ask("shared")).isEqualTo("busy");
				assertThat(process.ask("exclusive")).isEqualTo("busy");
				writer.requireHeld();
			}
		}
	}

	@Test
	void aThreadThatReadsIsNotLetWaitForItself() throws Exception {
		try (LockHold reader = this.locks.shared().acquire()) {
			assertThatExceptionOfType(LockReentryException.class).isThrownBy(() -> this.locks.exclusive().acquire());
			assertThatExceptionOfType(LockReentryException.class).isThrownBy(() -> this.locks.shared().acquire());
			reader.requireHeld();
		}
		this.locks.exclusive().acquire(Duration.ZERO).close();
	}

	@Test
	void aWriterThatWaitsIsNotOvertakenByNewReaders() throws Exception {
		Future<LockHold> writer;
		Future<LockHold> newcomer;
		try (LockHold reader = this.locks.shared().acquire()) {
			writer = this.threads.submit(() -> this.locks.exclusive().acquire());
			awaitWaitingWriter();
			assertThat(onAnotherThreadTry(this.locks.shared())).isFalse();
			newcomer = this.threads.submit(() -> this.locks.shared().acquire());
			reader.requireHeld();
		}
		try (LockHold held = writer.get(1, TimeUnit.MINUTES)) {
			assertThatExceptionOfType(TimeoutException.class)
				.isThrownBy(() -> newcomer.get(100, TimeUnit.MILLISECONDS));
			held.requireHeld();
		}
		newcomer.get(1, TimeUnit.MINUTES).close();
	}

	@Test
	void aWriterIsNotStarvedByReadersOfOtherProcesses() throws Exception {
		try (ForkedJvm one = manifestWorker(); ForkedJvm another = manifestWorker()) {
			assertThat(one.ask("read all the time")).isEqualTo("reading");
			assertThat(another.ask("read all the time")).isEqualTo("reading");
			for (int i = 0; i < 2; i++) {
				try (LockHold writer = this.locks.exclusive().acquire(Duration.ofSeconds(10))) {
					writer.requireHeld();
				}
			}
			// They go on reading.
			Requirement.LOCK_TABLE.require();
			Awaitility.await().until(() -> !this.locks.exclusive().holders().isEmpty());
		}
	}

	@Test
	void aTryToReadIsBusyWhileAWriterOfAnotherProcessWaits() throws Exception {
		try (ForkedJvm writer = manifestWorker()) {
			try (LockHold reader = this.locks.shared().acquire()) {
				assertThat(writer.ask("wait to write")).isEqualTo("waiting");
				awaitWaitingWriter();
				assertThat(onAnotherThreadTry(this.locks.shared())).isFalse();
				reader.requireHeld();
			}
			assertThat(writer.answer()).isEqualTo("held");
		}
	}

	@Test
	void aStoppedWriterThatWaitsKeepsNoReaderOut() throws Exception {
		try (ForkedJvm writer = manifestWorker()) {
			try (LockHold reader = this.locks.shared().acquire()) {
				assertThat(writer.ask("wait to write")).isEqualTo("waiting");
				awaitWaitingWriter();
				writer.stop();
				try (LockHold newcomer = this.threads.submit(() -> this.locks.shared().acquire(Duration.ofMinutes(1)))
					.get()) {
					newcomer.requireHeld();
				}
				assertThat(onAnotherThreadTry(this.locks.shared())).isTrue();
				reader.requireHeld();
			}
		}
	}

	@Test
	void aReaderDefersToAWriterOnlyForSomeTime() throws Exception {
		try (ForkedJvm writer = manifestWorker(); LockHold reader = this.locks.shared().acquire()) {
			assertThat(writer.ask("wait to write")).isEqualTo("waiting");
			awaitWaitingWriter();
			Turnstile turnstile = new Turnstile(LockRuntime.builder().build(), reader.id().path(),
					Duration.ofMillis(50));
			assertThat(turnstile.isTaken()).isTrue();
			assertThat(turnstile.pass(Deadline.now())).isFalse();
			assertThat(turnstile.pass(Deadline.after(Duration.ofMinutes(1)))).isTrue();
			assertThat(turnstile.isTaken()).isTrue();
		}
	}

	@Test
	void aReaderHasTheTokenOfTheLastWriter() throws Exception {
		try (LockHold first = this.locks.shared().acquire()) {
			assertThat(first.fencingToken()).isPositive();
		}
		long token;
		try (LockHold writer = this.locks.exclusive().acquire()) {
			token = writer.fencingToken();
		}
		try (LockHold reader = this.locks.shared().acquire()) {
			assertThat(reader.fencingToken()).isEqualTo(token);
		}
		try (LockHold writer = this.locks.exclusive().acquire()) {
			assertThat(writer.fencingToken()).isGreaterThan(token);
		}
	}

	@Test
	void aRemovedFileIsNoticedByAReader() throws Exception {
		try (LockHold reader = this.locks.shared().acquire()) {
			Files.delete(reader.id().path());
			assertThat(CompletableFuture.supplyAsync(this.locks.exclusive()::tryAcquire).get()).isPresent()
				.hasValueSatisfying(LockHold::close);
			assertThatExceptionOfType(LockLostException.class).isThrownBy(reader::requireHeld);
		}
	}

	private LockHold onAnotherThread(CrossProcessLock<LockHold> lock) throws Exception {
		return this.threads.submit(() -> lock.acquire(Duration.ZERO)).get();
	}

	private boolean onAnotherThreadTry(CrossProcessLock<LockHold> lock) throws Exception {
		return this.threads.submit(() -> lock.tryAcquire()).get().isPresent();
	}

	/** A writer that waits has the turnstile. */
	private void awaitWaitingWriter() {
		Path lock = this.locks.exclusive().id().path();
		Turnstile turnstile = new Turnstile(LockRuntime.builder().build(), lock);
		Awaitility.await()
			.until(() -> Requirement.LOCK_TABLE.isMet() ? LockTableView.waiters(lock) == 1 : turnstile.isTaken());
	}

	private ForkedJvm manifestWorker() {
		ForkedJvm process = ForkedJvm.start(ManifestWorker.class, this.directory.toString());
		assertThat(process.answer()).isEqualTo("ready");
		return process;
	}

}

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

package dev.latchkey.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.latchkey.AlreadyRunningException;
import dev.latchkey.LockHold;
import dev.latchkey.LockLostException;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.pidfile.PidFileLock;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DaemonTests {

	@TempDir
	Path directory;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void endThreads() throws InterruptedException {
		this.threads.shutdownNow();
		assertThat(this.threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
	}

	@Test
	void itWorksAndSaysSoUntilItIsStopped() throws Exception {
		Instant now = Instant.ofEpochMilli(1_795_165_645_923L);
		CountDownLatch drained = new CountDownLatch(2);
		Daemon daemon = Daemon.builder(pidFile())
			.tick(Duration.ofSeconds(1))
			.clock(Clock.fixed(now, ZoneOffset.UTC))
			.step(() -> {
				drained.countDown();
				return new DrainResult(3, 2);
			})
			.build();
		Future<?> running = start(daemon);
		assertThat(drained.await(1, TimeUnit.MINUTES)).isTrue();
		assertThat(daemon.stateFile().read()).hasValue(new DaemonState(1, ProcessHandle.current().pid(),
				now.toEpochMilli(), now.toEpochMilli(), now.toEpochMilli(), 3, 2, null));
		assertThat(pidFile().tryAcquire()).isEmpty();
		assertThat(daemon.stopAndWait()).isTrue();
		running.get(1, TimeUnit.MINUTES);
		assertThat(path()).doesNotExist();
		assertThat(daemon.stateFile().read()).isEmpty();
	}

	@Test
	void withoutWorkItSaysThatItLives() throws Exception {
		Daemon daemon = Daemon.builder(pidFile()).tick(Duration.ofSeconds(1)).build();
		try (LockHold hold = pidFile().claim()) {
			Future<?> running = this.threads.submit(() -> {
				daemon.run(hold);
				return null;
			});
			Awaitility.await().until(() -> daemon.stateFile().read().isPresent());
			DaemonState first = daemon.stateFile().read().orElseThrow();
			Awaitility.await()
				.until(() -> daemon.stateFile().read().orElseThrow().heartbeatAtMs() > first.heartbeatAtMs());
			DaemonState later = daemon.stateFile().read().orElseThrow();
			assertThat(later.lastDrainAtMs()).isNull();
			assertThat(later.startedAtMs()).isEqualTo(first.startedAtMs());
			assertThat(daemon.stopAndWait()).isTrue();
			running.get(1, TimeUnit.MINUTES);
			hold.requireHeld();
		}
	}

	@Test
	void aPieceOfWorkThatFailsIsWrittenDownAndTheNextIsDone() throws Exception {
		try (ForkedJvm daemon = worker("broken")) {
			assertThat(daemon.answer()).isEqualTo("draining");
			DaemonStateFile state = DaemonStateFile.beside(pidFile());
			Awaitility.await().until(() -> lastError(state) != null);
			assertThat(lastError(state)).isEqualTo("java.lang.AssertionError: the first time");
			assertThat(daemon.answer()).isEqualTo("draining");
			Awaitility.await().until(() -> lastError(state) == null);
			assertThat(state.read().orElseThrow().lastConfirmed()).isEqualTo(5);
		}
	}

	private static @Nullable String lastError(DaemonStateFile file) {
		return file.read().map(DaemonState::lastError).orElse(null);
	}

	@ParameterizedTest
	@CsvSource({ "TERM, quick, 143", "INT, quick, 130", "TERM, slow, 143", "INT, slow, 130" })
	void aSignalEndsItInOrder(String signal, String work, int exit) throws IOException {
		try (ForkedJvm daemon = worker(work)) {
			assertThat(daemon.answer()).isEqualTo("draining");
			assertThat(path()).exists();
			assertThat(Requirement.run("kill", "-" + signal, Long.toString(daemon.pid()))).isTrue();
			String unused = daemon.awaitEnd();
			assertThat(daemon.exitValue()).isEqualTo(exit);
		}
		assertThat(path()).doesNotExist();
		assertThat(DaemonStateFile.beside(pidFile()).path()).doesNotExist();
	}

	/** The moments before the first piece of work, one after another. */
	@ParameterizedTest
	@ValueSource(strings = { "TERM", "INT" })
	void aSignalAtAnyMomentOfTheStartLeavesNothing(String signal) throws IOException {
		for (int round = 0; round < 10; round++) {
			try (ForkedJvm daemon = worker("quick")) {
				Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> Files.exists(path()));
				assertThat(Requirement.run("kill", "-" + signal, Long.toString(daemon.pid()))).isTrue();
				String unused = daemon.awaitEnd();
			}
			assertThat(path()).doesNotExist();
			assertThat(DaemonStateFile.beside(pidFile()).path()).doesNotExist();
		}
	}

	@Test
	void aSecondOneIsRefusedAndChangesNothing() {
		try (ForkedJvm daemon = worker("quick"); ForkedJvm second = secondWorker(daemon)) {
			assertThat(second.answer()).startsWith("refused ").contains("pid " + daemon.pid());
			assertThat(DaemonStateFile.beside(pidFile()).read().orElseThrow().pid()).isEqualTo(daemon.pid());
		}
	}

	private ForkedJvm secondWorker(ForkedJvm first) {
		assertThat(first.answer()).isEqualTo("draining");
		Awaitility.await().until(() -> DaemonStateFile.beside(pidFile()).read().isPresent());
		return worker("quick");
	}

	@Test
	void whoLosesItsPidFileEndsAndLeavesTheStateToItsSuccessor() throws Exception {
		CountDownLatch drained = new CountDownLatch(1);
		Daemon daemon = Daemon.builder(pidFile()).tick(Duration.ofSeconds(1)).step(() -> {
			drained.countDown();
			return new DrainResult(0, 0);
		}).build();
		Future<?> running = start(daemon);
		assertThat(drained.await(1, TimeUnit.MINUTES)).isTrue();
		Files.delete(path());
		assertThat(running).failsWithin(Duration.ofMinutes(1))
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(LockLostException.class);
		assertThat(daemon.stateFile().path()).exists();
	}

	@Test
	void whereAnotherRunsItDoesNotStart() {
		try (LockHold other = pidFile().claim()) {
			Daemon daemon = Daemon.builder(pidFile()).build();
			assertThatExceptionOfType(AlreadyRunningException.class).isThrownBy(daemon::run);
			other.requireHeld();
			assertThat(daemon.stateFile().path()).doesNotExist();
		}
	}

	@Test
	void aTickIsASecondAtLeast() {
		assertThatIllegalArgumentException().isThrownBy(() -> Daemon.builder(pidFile()).tick(Duration.ofMillis(999)))
			.withMessageContaining("at least 1 s");
		assertThatIllegalArgumentException().isThrownBy(() -> Daemon.builder(pidFile()).timeout(Duration.ofMillis(-1)));
	}

	private Future<?> start(Daemon daemon) {
		return this.threads.submit(() -> {
			daemon.run();
			return null;
		});
	}

	private ForkedJvm worker(String work) {
		return DaemonWorker.start(path(), this.directory.resolve("oracle"), work);
	}

	private Path path() {
		return this.directory.resolve("daemon.pid");
	}

	private PidFileLock pidFile() {
		return new PidFileLock(LockRuntime.builder().build(), path());
	}

}

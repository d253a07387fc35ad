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
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.latchkey.LockFileException;
import dev.latchkey.LockHold;
import dev.latchkey.LockHolder.Confidence;
import dev.latchkey.LockType;
import dev.latchkey.daemon.StopResult.Killed;
import dev.latchkey.daemon.StopResult.NotRunning;
import dev.latchkey.daemon.StopResult.StaleCleaned;
import dev.latchkey.daemon.StopResult.Terminated;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.pidfile.PidFileInspection;
import dev.latchkey.internal.pidfile.PidFileLock;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.LockWorker;
import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DaemonControlTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	@TempDir
	Path directory;

	private final Sleepers sleepers = new Sleepers();

	@AfterEach
	void endSleepers() {
		this.sleepers.close();
	}

	@Test
	void withoutAFileNothingRuns() throws Exception {
		assertThat(control().stop(LONG)).isEqualTo(new NotRunning());
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void aRunningDaemonIsTerminatedAndItsFileIsGone() throws Exception {
		Requirement.SIGNALS.require();
		try (ForkedJvm daemon = daemon("quick")) {
			assertThat(control().stop(LONG)).isEqualTo(new Terminated(daemon.pid()));
			Awaitility.await().until(() -> !daemon.isAlive());
		}
		assertThat(path()).doesNotExist();
	}

	@Test
	void aDaemonThatDoesNotEndIsKilledAfterTheGrace() throws Exception {
		Requirement.SIGNALS.require();
		try (ForkedJvm daemon = daemon("stubborn")) {
			long start = System.nanoTime();
			assertThat(control().stop(Duration.ofMillis(300))).isEqualTo(new Killed(daemon.pid()));
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
		}
		assertThat(path()).doesNotExist();
	}

	@Test
	void aStoppedProcessIsKilledAfterTheGrace() throws Exception {
		Requirement.SIGNALS.require();
		try (ForkedJvm daemon = daemon("quick")) {
			daemon.stop();
			assertThat(control().stop(Duration.ofMillis(100))).isEqualTo(new Killed(daemon.pid()));
		}
		assertThat(path()).doesNotExist();
	}

	@Test
	void theFileThatAProgramLeavesWhenItIsTerminatedIsRemoved() throws Exception {
		Requirement.SIGNALS.require();
		// A worker ends at once when it is asked to, and removes nothing.
		try (ForkedJvm worker = LockWorker.start(LockType.PID_FILE, this.directory)) {
			assertThat(worker.ask("try")).startsWith("held");
			PidFileLock pidFile = new PidFileLock(LockRuntime.builder().build(), this.directory.resolve("job.pid"));
			assertThat(new DaemonControl(pidFile).stop(LONG)).isEqualTo(new Terminated(worker.pid()));
			assertThat(pidFile.path()).doesNotExist();
		}
	}

	@Test
	void aStaleFileIsCleaned() throws Exception {
		Requirement.SIGNALS.require();
		long zombie = this.sleepers.zombie();
		Files.writeString(path(), Long.toString(zombie));
		assertThat(control().stop(LONG)).isEqualTo(new StaleCleaned(zombie));
		assertThat(path()).doesNotExist();
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "precious", "" })
	void whatIsNoProcessIsRefused(String content) throws IOException {
		Files.writeString(path(), content);
		assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> control().stop(Duration.ZERO))
			.withMessageContaining("is not a pid file");
		assertThat(path()).hasContent(content);
	}

	@Test
	void thisProcessDoesNotStopItself() {
		try (LockHold hold = new PidFileLock(LockRuntime.builder().build(), path()).claim()) {
			assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> control().stop(Duration.ZERO))
				.withMessageContaining("is the pid file of this process");
			hold.requireHeld();
		}
	}

	@Test
	void aProcessThatDidNotWriteTheFileIsNotSignalled() throws IOException {
		Requirement.SIGNALS.require();
		long innocent = this.sleepers.start();
		Files.writeString(path(), Long.toString(innocent));
		assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> control().stop(Duration.ZERO))
			.withMessageContaining("names pid " + innocent + ", which is not proven to be the process that wrote it")
			.withMessageContaining("the kernel names no process that has it locked")
			.withMessageContaining("Nothing was signalled")
			.withMessageNotContaining("announcement");
		assertThat(ProcessHandle.of(innocent)).hasValueSatisfying(ProcessHandle::isAlive);
		assertThat(path()).exists();
	}

	/** As if the number had gone to another program, and somebody else had the lock. */
	@Test
	void aProcessWhoseNumberWasWrittenIntoARunningDaemonsFileIsNotSignalled() throws IOException {
		Requirement.SIGNALS.require();
		long innocent = this.sleepers.start();
		try (ForkedJvm daemon = daemon("quick")) {
			Files.writeString(path(), Long.toString(innocent));
			assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> control().stop(Duration.ZERO))
				.withMessageContaining("names pid " + innocent)
				.withMessageContaining("the kernel names [pid " + daemon.pid());
			Files.writeString(path(), "1073741824");
			assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> control().stop(Duration.ZERO));
			assertThat(daemon.isAlive()).isTrue();
			assertThat(path()).exists();
		}
		assertThat(ProcessHandle.of(innocent)).hasValueSatisfying(ProcessHandle::isAlive);
	}

	/** The file was exchanged while stop waited for the end of the one before. */
	@Test
	void theFileOfASuccessorIsNotRemoved() throws Exception {
		Requirement.SIGNALS.require();
		try (ForkedJvm daemon = daemon("quick")) {
			daemon.stop();
			ExecutorService threads = Executors.newSingleThreadExecutor();
			Future<StopResult> stop = threads.submit(() -> control().stop(LONG));
			Awaitility.await().until(() -> hasPendingTerm(daemon.pid()));
			Files.delete(path());
			try (ForkedJvm successor = daemon("quick")) {
				daemon.resume();
				assertThat(stop.get(1, TimeUnit.MINUTES)).isEqualTo(new Terminated(daemon.pid()));
				assertThat(path()).hasContent(Long.toString(successor.pid()));
				assertThat(new PidFileLock(LockRuntime.builder().build(), path()).status().text())
					.isEqualTo("running (pid " + successor.pid() + ")");
			}
			threads.shutdown();
		}
	}

	private static boolean hasPendingTerm(long pid) throws IOException {
		return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))
			.stream()
			.filter((line) -> line.startsWith("ShdPnd:"))
			.anyMatch((line) -> (Long.parseUnsignedLong(line.substring(8).strip(), 16) & (1 << 14)) != 0);
	}

	@Test
	void anInterruptEndsTheWait() throws Exception {
		Requirement.SIGNALS.require();
		try (ForkedJvm daemon = daemon("quick")) {
			daemon.stop();
			ExecutorService threads = Executors.newSingleThreadExecutor();
			Future<StopResult> stop = threads.submit(() -> control().stop(LONG));
			Awaitility.await().until(() -> hasPendingTerm(daemon.pid()));
			threads.shutdownNow();
			assertThat(stop).failsWithin(LONG)
				.withThrowableThat()
				.havingCause()
				.isInstanceOf(InterruptedException.class);
		}
	}

	/**
	 * Its number there is the number of another process here. Stop is not called: broken,
	 * it would signal the first process of this machine.
	 */
	@Test
	void aDaemonInAnotherPidNamespaceIsRunningAndNotFoundUnderItsNumberThere() {
		Requirement.PID_NAMESPACE.require();
		try (ForkedJvm daemon = ForkedJvm.startInPidNamespace(DaemonWorker.class, path().toString(),
				this.directory.resolve("oracle").toString(), "quick")) {
			assertThat(daemon.answer()).isEqualTo("draining");
			PidFileLock pidFile = new PidFileLock(LockRuntime.builder().build(), path());
			assertThat(path()).hasContent("1");
			assertThat(pidFile.tryAcquire()).isEmpty();
			assertThat(pidFile.status().state()).isEqualTo(PidFileInspection.State.RUNNING);
			assertThat(pidFile.holders()).isNotEmpty()
				.noneMatch((holder) -> holder.pid() == 1 && holder.confidence() == Confidence.CONFIRMED);
			assertThat(daemon.isAlive()).isTrue();
		}
	}

	private ForkedJvm daemon(String work) {
		ForkedJvm daemon = DaemonWorker.start(path(), this.directory.resolve("oracle"), work);
		assertThat(daemon.answer()).isEqualTo("draining");
		return daemon;
	}

	private Path path() {
		return this.directory.resolve("daemon.pid");
	}

	private DaemonControl control() {
		return new DaemonControl(new PidFileLock(LockRuntime.builder().build(), path()));
	}

}

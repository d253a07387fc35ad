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

package dev.latchkey.internal.named;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockInspection;
import dev.latchkey.LockOptions;
import dev.latchkey.LockState;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockType;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.process.LockTableView;
import dev.latchkey.process.OtherHolder;
import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Shell scripts that use {@code flock(1)} on the file of a named lock.
 */
class FlockScriptTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	@TempDir
	Path directory;

	private final LockRuntime runtime = LockRuntime.builder().build();

	private NamedLocks locks;

	@BeforeEach
	void create() {
		this.locks = new NamedLocks(this.runtime, this.directory, LockOptions.defaults());
		Requirement.FLOCK.require();
	}

	@AfterEach
	void close() {
		this.locks.close();
		this.runtime.close();
	}

	@Test
	void aHoldExcludesAScriptThatDoesNotWait() throws Exception {
		try (LockHold hold = backup().tryAcquire().orElseThrow()) {
			assertThat(exit("flock -n 'backup.flock' touch ran")).isEqualTo(1);
			assertThat(exit("flock -n -E 75 'backup.flock' touch ran")).isEqualTo(75);
			assertThat(exit("flock -w 1 -E 0 'backup.flock' touch ran")).isZero();
			assertThat(exit("flock -w 0.1 'backup.flock' touch ran")).isEqualTo(1);
			assertThat(exit("flock -n -s 'backup.flock' touch ran")).isEqualTo(1);
			hold.requireHeld();
		}
		assertThat(this.directory.resolve("ran")).doesNotExist();
		assertThat(exit("flock -n 'backup.flock' touch ran")).isZero();
		assertThat(this.directory.resolve("ran")).exists();
		assertThat(exit("flock -n 'backup.flock' sh -c 'exit 7'")).as("the exit code of the command").isEqualTo(7);
	}

	@Test
	void aScriptThatWaitsRunsAfterTheRelease() throws Exception {
		Requirement.LOCK_TABLE.require();
		LockHold hold = backup().tryAcquire().orElseThrow();
		Process script = start("flock -w 60 'backup.flock' touch ran");
		awaitWaiter();
		assertThat(this.directory.resolve("ran")).doesNotExist();
		hold.close();
		assertThat(end(script)).isZero();
		assertThat(this.directory.resolve("ran")).exists();
	}

	@Test
	void aScriptExcludesAndIsNamedAndItsEndFreesTheLock() throws Exception {
		Requirement.LOCK_TABLE.require();
		backup().tryAcquire().orElseThrow().close();
		Process script = locked("exec flock --no-fork 'backup.flock' sh -c 'echo locked; read line'");
		assertThat(backup().tryAcquire()).isEmpty();
		assertThat(backup().holders()).extracting(LockHolder::pid).containsExactly(script.pid());
		assertThatExceptionOfType(LockTimeoutException.class).isThrownBy(() -> backup().acquire(Duration.ofMillis(10)))
			.withMessageContaining("pid " + script.pid());
		LockInspection found = backup().inspect();
		assertThat(found.state()).isEqualTo(LockState.HELD);
		assertThat(found.holders()).extracting(LockHolder::pid).containsExactly(script.pid());
		assertThat(found.fencingToken()).isNull();
		assertThat(found.breakable()).isFalse();
		assertThat(backup().breakStalled().breakable()).isFalse();
		CompletableFuture<LockHold> waiting = backup().acquireAsync(MINUTE);
		awaitWaiter();
		assertThat(waiting).isNotDone();
		script.getOutputStream().close();
		waiting.get(1, TimeUnit.MINUTES).close();
		assertThat(end(script)).isNotNegative();
	}

	@Test
	void aStoppedScriptIsNeverBroken() throws Exception {
		backup().tryAcquire().orElseThrow().close();
		new RecordFile(file()).beatAgo(Duration.ofDays(1));
		Process script = locked("exec flock --no-fork 'backup.flock' sh -c 'echo locked; read line'");
		assertThat(Requirement.run("kill", "-STOP", Long.toString(script.pid()))).isTrue();
		assertThat(backup().breakStalled().state()).isEqualTo(LockState.HELD);
		assertThat(backup().tryAcquire()).isEmpty();
		script.destroyForcibly();
		backup().acquire(MINUTE).close();
	}

	@Test
	void aScriptThatRunsFirstMakesTheFile() throws Exception {
		Process script = locked("exec flock --no-fork 'backup.flock' sh -c 'echo locked; read line'");
		assertThat(file()).isEmptyFile();
		assertThat(backup().tryAcquire()).isEmpty();
		assertThat(backup().inspect().state()).isEqualTo(LockState.HELD);
		CompletableFuture<LockHold> waiting = backup().acquireAsync(MINUTE);
		awaitWaiter();
		script.getOutputStream().close();
		try (LockHold hold = waiting.get(1, TimeUnit.MINUTES)) {
			hold.requireHeld();
			assertThat(hold.fencingToken()).isPositive();
			assertThat(exit("flock -n 'backup.flock' true")).isEqualTo(1);
		}
	}

	@Test
	void killedScriptsLeaveNothingThatKeepsAnyProcessOut() throws Exception {
		Requirement.LOCK_TABLE.require();
		backup().tryAcquire().orElseThrow().close();
		Process script = locked("exec flock 'backup.flock' sh -c 'echo locked; exec sleep 600'");
		List<ProcessHandle> children = script.children().toList();
		assertThat(children).hasSize(1);
		script.destroyForcibly().waitFor();
		assertThat(backup().tryAcquire()).as("the child of a killed flock goes on, and has the lock").isEmpty();
		assertThat(backup().holders()).extracting(LockHolder::pid).containsExactly(children.get(0).pid());
		children.forEach(ProcessHandle::destroyForcibly);
		try (LockHold hold = backup().acquire(MINUTE)) {
			hold.requireHeld();
		}
		Object before = Files.getAttribute(file(), "unix:ino");
		assertThat(exit("flock -n 'backup.flock' true")).isZero();
		assertThat(Files.getAttribute(file(), "unix:ino")).isEqualTo(before);
		assertThat(file()).hasSize(NamedRecord.SIZE);
	}

	@Test
	void aScriptAndAServiceNeverRunTogether() throws Exception {
		Path oracle = this.directory.resolve("inside");
		Process script = start("for i in $(seq 100); do flock 'backup.flock' sh -c "
				+ "'mkdir inside || echo overlap; rmdir inside'; done");
		for (int i = 0; i < 200; i++) {
			try (LockHold hold = backup().acquire(MINUTE)) {
				Files.createDirectory(oracle);
				Files.delete(oracle);
				hold.requireHeld();
			}
		}
		assertThat(new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEmpty();
		assertThat(end(script)).isZero();
	}

	/**
	 * What the guide warns of: flock(1) does not look at the name after it has waited. A
	 * break removes the name, so a script that waited meanwhile runs beside the next
	 * holder.
	 */
	@Test
	void aScriptThatWaitedDuringABreakHasTheRemovedFile() throws Exception {
		Requirement.LOCK_TABLE.require();
		try (OtherHolder stalled = OtherHolder.of(LockType.NAMED, this.directory)) {
			NamedLock job = this.locks.lock("job");
			Process script = start("flock job.flock sh -c 'echo locked; read line'");
			Awaitility.await().until(() -> LockTableView.waiters(this.directory.resolve("job.flock")) == 1);
			stalled.stop();
			new RecordFile(this.directory.resolve("job.flock")).beatAgo(Duration.ofSeconds(31));
			assertThat(job.breakStalled().breakable()).isTrue();
			try (LockHold hold = job.tryAcquire().orElseThrow()) {
				stalled.resume();
				stalled.release();
				assertThat(script.inputReader().readLine()).isEqualTo("locked");
				hold.requireHeld();
				assertThat(exit("flock -n job.flock true")).as("a script that comes later is excluded").isEqualTo(1);
			}
			script.getOutputStream().close();
			assertThat(end(script)).isNotNegative();
		}
	}

	private NamedLock backup() {
		return this.locks.lock("backup");
	}

	private Path file() {
		return this.directory.resolve("backup.flock");
	}

	private void awaitWaiter() {
		Awaitility.await().until(() -> LockTableView.waiters(file()) == 1);
	}

	private int exit(String script) throws Exception {
		return end(start(script));
	}

	private static int end(Process process) throws InterruptedException {
		assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
		return process.exitValue();
	}

	private Process locked(String script) throws IOException {
		Process process = start(script);
		assertThat(process.inputReader().readLine()).isEqualTo("locked");
		return process;
	}

	private Process start(String script) throws IOException {
		return new ProcessBuilder("sh", "-c", script).directory(this.directory.toFile())
			.redirectErrorStream(true)
			.start();
	}

}

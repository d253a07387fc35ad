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

package dev.latchkey.internal.pidfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.latchkey.AlreadyRunningException;
import dev.latchkey.LockFileException;
import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockHolder.Confidence;
import dev.latchkey.LockType;
import dev.latchkey.daemon.Sleepers;
import dev.latchkey.daemon.StatusReader;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.pidfile.PidFileInspection.State;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.LockWorker;
import dev.latchkey.process.OtherHolder;
import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PidFileTests {

	/** No process has this number: it is above the kernel's greatest. */
	private static final int NOBODY = 1 << 30;

	@TempDir
	Path directory;

	private final Sleepers sleepers = new Sleepers();

	@AfterEach
	void endSleepers() {
		this.sleepers.close();
	}

	@Test
	void theFileHasTheNumberAndNothingElse() throws IOException {
		try (LockHold hold = pidFile().claim()) {
			assertThat(path()).hasContent(Long.toString(ProcessHandle.current().pid()));
			assertThat(Files.size(path())).isEqualTo(Long.toString(ProcessHandle.current().pid()).length());
			hold.requireHeld();
		}
		assertThat(path()).doesNotExist();
		assertThat(pidFile().status().state()).isEqualTo(State.NOT_RUNNING);
	}

	@Test
	void theGoldenFileIsRead() throws IOException {
		byte[] golden = Files.readAllBytes(Path.of("src/test/resources/vectors/daemon.pid"));
		assertThat(PidFileContent.parse(golden).pid()).isEqualTo(4242);
		assertThat(PidFileContent.format(4242)).isEqualTo(golden);
	}

	@Test
	void parentDirectoriesAreMade() {
		Path deep = this.directory.resolve("run/app/daemon.pid");
		new PidFileLock(LockRuntime.builder().build(), deep).claim().close();
		assertThat(deep.getParent()).isDirectory();
	}

	@Test
	void theSecondInstanceIsToldOfTheFirst() {
		Requirement.LOCK_TABLE.require();
		try (OtherHolder first = OtherHolder.of(LockType.PID_FILE, this.directory)) {
			PidFileLock pidFile = new PidFileLock(LockRuntime.builder().build(), this.directory.resolve("job.pid"));
			assertThatExceptionOfType(AlreadyRunningException.class).isThrownBy(pidFile::claim)
				.withMessageContaining("pid " + first.pid() + " (")
				.withMessageContaining("started ")
				.satisfies((ex) -> assertThat(ex.holders()).extracting(LockHolder::pid).containsExactly(first.pid()));
			PidFileInspection status = pidFile.status();
			assertThat(status.state()).isEqualTo(State.RUNNING);
			assertThat(status.pid()).hasValue(first.pid());
			assertThat(status.text()).isEqualTo("running (pid " + first.pid() + ")");
			assertThat(status.holder()).isNotNull();
			assertThat(status.holder().confidence()).isEqualTo(Confidence.CONFIRMED);
			assertThat(status.holder().startedAt()).isNotNull();
		}
	}

	@Test
	void thisProcessMayClaimOnceOnly() {
		try (LockHold hold = pidFile().claim()) {
			assertThatExceptionOfType(AlreadyRunningException.class).isThrownBy(() -> pidFile().claim())
				.withMessageContaining("pid " + hold.holder().pid());
		}
	}

	@Test
	void theFileOfAKilledProcessIsStaleAndReplaced() throws IOException {
		long pid;
		try (ForkedJvm victim = LockWorker.start(LockType.PID_FILE, this.directory)) {
			assertThat(victim.ask("try")).startsWith("held");
			pid = victim.pid();
			victim.kill();
		}
		PidFileLock pidFile = new PidFileLock(LockRuntime.builder().build(), this.directory.resolve("job.pid"));
		assertThat(pidFile.path()).hasContent(Long.toString(pid));
		assertThat(pidFile.status().text()).isEqualTo("stale (pid " + pid + ")");
		try (LockHold hold = pidFile.claim()) {
			assertThat(pidFile.path()).hasContent(Long.toString(hold.holder().pid()));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "%d", " %d", "%d\n", "\t%d \r\n\n", "000%d" })
	void whiteSpaceAroundTheNumberIsAccepted(String form) throws IOException {
		long living = this.sleepers.start();
		write(String.format(form, living));
		PidFileInspection status = pidFile().status();
		assertThat(status.state()).isEqualTo(State.RUNNING);
		assertThat(status.pid()).hasValue(living);
		assertThat(status.holder()).isNotNull();
		assertThat(status.holder().confidence()).isEqualTo(Confidence.SELF_REPORTED);
		assertThatExceptionOfType(AlreadyRunningException.class).isThrownBy(() -> pidFile().claim())
			.withMessageContaining("pid " + living)
			.withMessageContaining("self-reported");
		write(String.format(form, NOBODY));
		assertThat(pidFile().status())
			.isEqualTo(new PidFileInspection(path(), State.STALE, OptionalLong.of(NOBODY), null, false));
		assertThat(pidFile().holders()).isEmpty();
		assertThat(pidFile().inspect().holders()).extracting(LockHolder::pid).containsExactly((long) NOBODY);
		pidFile().claim().close();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "0", "-1", "-4242", "4242x", "0x10", "1 2", "12.5", "99999999999", "2147483648", "precious" })
	void whatIsNoProcessIdIsMalformedAndLeftAlone(String content) throws IOException {
		write(content);
		assertThat(pidFile().status().state()).isEqualTo(State.MALFORMED);
		assertThat(pidFile().status().text()).isEqualTo("malformed (" + path() + ")");
		assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> pidFile().claim())
			.withMessageContaining("'" + path() + "' is not a pid file")
			.withMessageContaining("left alone");
		assertThat(path()).hasContent(content);
	}

	@Test
	@Timeout(value = 1, unit = TimeUnit.MINUTES)
	void aLargeFileIsMalformedAndNotReadWhole() throws IOException {
		write("7" + " ".repeat(100));
		assertThat(pidFile().status().state()).isEqualTo(State.MALFORMED);
		write(" ".repeat(100) + "7");
		assertThat(pidFile().status().state()).isEqualTo(State.MALFORMED);
		assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> pidFile().claim());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " \n" })
	void anEmptyFileIsNotTakenForAnAbsentOneAndIsReplaced(String content) throws IOException {
		write(content);
		assertThat(pidFile().status().state()).isEqualTo(State.MALFORMED);
		pidFile().claim().close();
	}

	@Test
	void aHeldLockMeansRunningWhateverTheNumber() throws IOException {
		Requirement.LOCK_TABLE.require();
		try (OtherHolder first = OtherHolder.of(LockType.PID_FILE, this.directory)) {
			PidFileLock pidFile = new PidFileLock(LockRuntime.builder().build(), this.directory.resolve("job.pid"));
			for (String content : new String[] { Integer.toString(NOBODY), "precious", "0", "" }) {
				Files.writeString(pidFile.path(), content);
				PidFileInspection status = pidFile.status();
				assertThat(status.state()).isEqualTo(State.RUNNING);
				assertThat(status.holder()).isNotNull();
				assertThat(status.holder().pid()).isEqualTo(first.pid());
				assertThat(pidFile.tryAcquire()).isEmpty();
			}
		}
	}

	@Test
	void ourOwnNumberInAFreeFileIsAPredecessors() throws IOException {
		write(Long.toString(ProcessHandle.current().pid()));
		assertThat(pidFile().status().state()).isEqualTo(State.STALE);
		pidFile().claim().close();
	}

	@Test
	void aProcessThatStartedLongAfterTheFileIsAnother() throws IOException {
		write(Long.toString(this.sleepers.start()));
		assertThat(pidFile().status().state()).isEqualTo(State.RUNNING);
		Files.setLastModifiedTime(path(), FileTime.from(Instant.now().minusSeconds(60)));
		assertThat(pidFile().status().state()).isEqualTo(State.STALE);
		pidFile().claim().close();
	}

	@Test
	void aZombieIsDead() throws Exception {
		long zombie = this.sleepers.zombie();
		write(Long.toString(zombie));
		assertThat(pidFile().status().state()).isEqualTo(State.STALE);
		pidFile().claim().close();
	}

	@Test
	void theNumberOfAThreadIsNoProcess() throws Exception {
		long self = ProcessHandle.current().pid();
		String[] threads = Path.of("/proc/self/task").toFile().list();
		assertThat(threads).hasSizeGreaterThan(1);
		long thread = Stream.of(threads)
			.mapToLong(Long::parseLong)
			.filter((id) -> id != self)
			.findFirst()
			.orElseThrow();
		write(Long.toString(thread));
		assertThat(pidFile().status().state()).isEqualTo(State.STALE);
	}

	/**
	 * A process of another user that we may not signal lives all the same.
	 */
	@Test
	void theLiveProcessOfAnotherUserIsRunning() throws IOException {
		Requirement.SECOND_USER.require();
		long foreign = this.sleepers.startAsAnotherUser();
		write(Long.toString(foreign));
		try (ForkedJvm process = ForkedJvm.startWithoutPrivilege(StatusReader.class, path().toString())) {
			assertThat(process.answer()).isEqualTo("kill -0 " + foreign + ": refused");
			assertThat(process.answer()).isEqualTo("running (pid " + foreign + ")");
			assertThat(process.answer()).startsWith("stop refused: ").contains("not proven");
		}
		assertThat(ProcessHandle.of(foreign)).isPresent();
	}

	@Test
	void aPredecessorDoesNotRemoveTheFileOfItsSuccessor() throws IOException {
		LockHold predecessor = pidFile().claim();
		Files.delete(path());
		write("4711");
		predecessor.close();
		assertThat(path()).hasContent("4711");
	}

	private void write(String content) throws IOException {
		Files.deleteIfExists(path());
		Files.writeString(path(), content);
	}

	private Path path() {
		return this.directory.resolve("daemon.pid");
	}

	private PidFileLock pidFile() {
		return new PidFileLock(LockRuntime.builder().build(), path());
	}

}

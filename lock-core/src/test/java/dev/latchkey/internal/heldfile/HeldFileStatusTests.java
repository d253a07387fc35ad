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

package dev.latchkey.internal.heldfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.latchkey.HeartbeatLock;
import dev.latchkey.LockFileException;
import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockHolder.Confidence;
import dev.latchkey.LockInspection;
import dev.latchkey.LockOptions;
import dev.latchkey.LockState;
import dev.latchkey.LockType;
import dev.latchkey.contract.RecordingListener;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.process.FencedResource;
import dev.latchkey.process.FlockCommand;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.LockWorker;
import dev.latchkey.process.OtherHolder;
import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HeldFileStatusTests {

	private static final String FOREIGN = "4242 6f1c2c1e-8f4e-4b71-9d55-1f0f4f3f2a10 2026-11-20T09:07:23.156Z\n";

	@TempDir
	Path directory;

	private final RecordingListener listener = new RecordingListener();

	private final HeldFileLocks locks = new HeldFileLocks(
			LockRuntime.builder().listeners(List.of(this.listener)).build(), LockOptions.defaults());

	@AfterEach
	void close() {
		this.locks.close();
	}

	@Test
	void nobodyHoldsAFreeLock() {
		assertThat(inspect()).isEqualTo(new LockInspection(this.locks.lock(job()).id(), LockState.FREE, List.of()));
		assertThat(this.directory).isEmptyDirectory();
		assertThat(breakStalled()).isEqualTo(LockState.FREE);
	}

	@Test
	void aHeldLockTellsItsHolderItsAgeAndItsToken() {
		Requirement.LOCK_TABLE.require();
		try (LockHold hold = this.locks.lock(job()).tryAcquire().orElseThrow()) {
			LockInspection status = inspect();
			assertThat(status.state()).isEqualTo(LockState.HELD);
			assertThat(status.holders()).containsExactly(hold.holder());
			assertThat(status.age()).isBetween(Duration.ZERO, Duration.ofSeconds(20));
			assertThat(status.fencingToken()).isEqualTo(hold.fencingToken());
			assertThat(breakStalled()).isEqualTo(LockState.HELD);
			hold.requireHeld();
		}
	}

	@Test
	void aStalledHolderIsReportedAndLeftAloneUntilAnOperatorBreaksItsLock() throws Exception {
		Requirement.LOCK_TABLE.require();
		try (OtherHolder other = OtherHolder.of(LockType.HELD_FILE, this.directory)) {
			Long firstToken = inspect().fencingToken();
			other.stop();
			touchSecondsAgo(31);
			LockInspection status = inspect();
			assertThat(status.state()).isEqualTo(LockState.STALLED);
			assertThat(status.holders()).extracting(LockHolder::pid).containsExactly(other.pid());
			assertThat(this.locks.lock(job()).tryAcquire()).isEmpty();
			assertThat(this.listener.events()).containsExactly("stalled");
			boolean held = this.locks.lock(job()).tryAcquire(Duration.ofMillis(700)).isPresent();
			assertThat(held).isFalse();
			assertThat(this.listener.events()).containsExactly("stalled", "waiting", "wait ended: TIMED_OUT",
					"timed out");

			assertThat(breakStalled()).isEqualTo(LockState.STALLED);
			assertThat(this.listener.events()).endsWith("taken over");
			try (LockHold hold = this.locks.lock(job()).tryAcquire().orElseThrow()) {
				assertThat(hold.fencingToken()).isGreaterThan(firstToken);
				Path resource = this.directory.resolve("resource");
				assertThat(new FencedResource(resource).store(hold.fencingToken())).isTrue();
				other.resume();
				assertThat(other.store(resource)).isFalse();
				assertThat(other.isHolding()).isFalse();
				other.release();
				hold.requireHeld();
			}
		}
	}

	@Test
	void anHolderWhoDiedLeavesAStaleFile() {
		leaveRecordBehind();
		LockInspection status = inspect();
		assertThat(status.state()).isEqualTo(LockState.STALE);
		assertThat(status.holders()).singleElement().satisfies((holder) -> {
			assertThat(holder.confidence()).isEqualTo(Confidence.SELF_REPORTED);
			assertThat(holder.executable()).isNull();
		});
		assertThat(this.locks.lock(job()).holders()).isEmpty();
		assertThat(breakStalled()).isEqualTo(LockState.STALE);
		assertThat(job()).doesNotExist();
		assertThat(this.listener.events()).containsExactly("taken over");
	}

	@Test
	void aTakeoverIsReported() {
		leaveRecordBehind();
		this.locks.lock(job()).tryAcquire().orElseThrow().close();
		assertThat(this.listener.events()).containsExactly("taken over", "acquired", "released");
	}

	@ParameterizedTest
	@ValueSource(strings = { FOREIGN, "", "4242 6f1c" })
	void aForeignFileIsJudgedByItsAge(String content) throws IOException {
		Files.writeString(job(), content);
		touchSecondsAgo(10);
		LockInspection status = inspect();
		assertThat(status.state()).isEqualTo(LockState.UNVERIFIED);
		assertThat(status.age()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(25));
		assertThat(status.fencingToken()).isNull();
		assertThat(breakStalled()).isEqualTo(LockState.UNVERIFIED);
		assertThat(job()).hasContent(content);
		touchSecondsAgo(31);
		assertThat(inspect().state()).isEqualTo(LockState.STALE);
		assertThat(breakStalled()).isEqualTo(LockState.STALE);
		assertThat(job()).doesNotExist();
	}

	@ParameterizedTest
	@ValueSource(strings = { FOREIGN, "", "4242 6f1c" })
	void aFileThatAForeignProgramHasLockedIsHeldByItHoweverOldTheFileIs(String content) throws Exception {
		Files.writeString(job(), content);
		touchSecondsAgo(3600);
		try (FlockCommand holder = FlockCommand.of(job())) {
			assertHeldAndLeftAlone(holder.pid());
			assertThat(job()).hasContent(content);
		}
		assertThat(inspect().state()).isEqualTo(LockState.STALE);
	}

	@Test
	void aFileThatAForeignProgramHasLockedAfterItsHolderDiedIsHeldByThatProgram() throws Exception {
		leaveRecordBehind();
		touchSecondsAgo(3600);
		try (FlockCommand holder = FlockCommand.of(job())) {
			assertHeldAndLeftAlone(holder.pid());
		}
		assertThat(inspect().state()).isEqualTo(LockState.STALE);
	}

	@Test
	void aFileThatAJvmHasLockedWithoutARecordIsHeldByThatJvm() throws Exception {
		Requirement.LOCK_TABLE.require();
		Files.createFile(job());
		touchSecondsAgo(3600);
		try (ForkedJvm holder = ForkedJvm.start(FileLocker.class, job().toString())) {
			assertThat(holder.answer()).isEqualTo("locked");
			assertHeldAndLeftAlone(holder.pid());
		}
	}

	@Test
	void whatIsNoLockFileAndLockedNamesTheProcessThatHasItLocked() throws Exception {
		Files.writeString(job(), "precious data");
		try (FlockCommand holder = FlockCommand.of(job())) {
			LockInspection status = breakStalled(LockState.MALFORMED);
			assertThat(status.holders()).extracting(LockHolder::pid).containsExactly(holder.pid());
			assertThat(job()).hasContent("precious data");
		}
	}

	private void assertHeldAndLeftAlone(long pid) {
		LockInspection status = inspect();
		assertThat(status.state()).isEqualTo(LockState.HELD);
		assertThat(status.holders()).singleElement().satisfies((holder) -> {
			assertThat(holder.pid()).isEqualTo(pid);
			assertThat(holder.confidence()).isEqualTo(Confidence.CONFIRMED);
		});
		assertThat(this.locks.lock(job()).holders()).isEqualTo(status.holders());
		LockInspection broken = breakStalled(LockState.HELD);
		assertThat(broken.breakable()).isFalse();
		assertThat(job()).exists();
		assertThat(this.locks.lock(job()).tryAcquire()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "precious data", "4242 precious", "\0\1\2" })
	void whatIsNoLockFileIsMalformedAndStays(String content) throws IOException {
		Files.writeString(job(), content);
		touchSecondsAgo(3600);
		assertThat(inspect())
			.isEqualTo(new LockInspection(this.locks.lock(job()).id(), LockState.MALFORMED, List.of()));
		assertThat(breakStalled()).isEqualTo(LockState.MALFORMED);
		assertThat(job()).hasContent(content);
		assertThat(this.locks.lock(job()).holders()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "directory", "pipe", "dangling link", "link to a lock file" })
	void whatIsNoRegularFileIsAnErrorAndStays(String what) throws Exception {
		switch (what) {
			case "directory" -> Files.createDirectory(job());
			case "pipe" -> assertThat(new ProcessBuilder("mkfifo", job().toString()).start().waitFor()).isZero();
			case "dangling link" -> Files.createSymbolicLink(job(), this.directory.resolve("nothing"));
			default ->
				Files.createSymbolicLink(job(), Files.writeString(this.directory.resolve("other.held"), FOREIGN));
		}
		assertThatExceptionOfType(LockFileException.class).isThrownBy(this::inspect)
			.withMessageContaining(job().toString());
		assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> this.locks.lock(job()).tryAcquire());
		assertThatExceptionOfType(LockFileException.class)
			.isThrownBy(() -> this.locks.lock(job()).acquire(Duration.ofMillis(10)));
		assertThatExceptionOfType(LockFileException.class).isThrownBy(this::breakStalled);
		assertThat(Files.exists(job(), LinkOption.NOFOLLOW_LINKS)).isTrue();
	}

	@Test
	void aStallIsToldOnceHoweverOftenItsLockIsAskedFor() throws IOException {
		HeartbeatLock alike = this.locks.lock(job()).with(LockOptions.ofStaleAfter(Duration.ofSeconds(20)));
		try (OtherHolder other = OtherHolder.of(LockType.HELD_FILE, this.directory)) {
			other.stop();
			touchSecondsAgo(31);
			assertThat(this.locks.lock(job()).tryAcquire()).isEmpty();
			assertThat(this.locks.lock(job()).tryAcquire()).isEmpty();
			assertThat(alike.tryAcquire()).isEmpty();
			assertThat(this.listener.events()).containsExactly("stalled");
			other.resume();
		}
	}

	@Test
	void aHolderWithALongHeartbeatIsNotStalledForALookerWithAShortOne() throws IOException {
		HeartbeatLock slow = this.locks.lock(job()).with(LockOptions.ofStaleAfter(Duration.ofMinutes(10)));
		try (LockHold hold = slow.tryAcquire().orElseThrow()) {
			touchSecondsAgo(199);
			assertThat(inspect().state()).isEqualTo(LockState.HELD);
			assertThat(breakStalled()).isEqualTo(LockState.HELD);
			hold.requireHeld();
			touchSecondsAgo(601);
			assertThat(breakStalled()).isEqualTo(LockState.STALLED);
		}
	}

	@Test
	void aHolderOfAnotherProcessWithALongHeartbeatIsNotToldOfAsStalled() throws IOException {
		try (OtherHolder other = OtherHolder.of(LockType.HELD_FILE, this.directory)) {
			other.stop();
			Files.writeString(job(), Files.readString(job()).strip() + " stale=600000\n");
			touchSecondsAgo(199);
			assertThat(this.locks.lock(job()).tryAcquire()).isEmpty();
			assertThat(this.listener.events()).isEmpty();
			touchSecondsAgo(601);
			assertThat(this.locks.lock(job()).tryAcquire()).isEmpty();
			assertThat(this.listener.events()).containsExactly("stalled");
			other.resume();
		}
	}

	@Test
	void aHolderWithTheDefaultHeartbeatIsNotStalledForALookerWithAShorterOne() throws IOException {
		HeartbeatLock hasty = this.locks.lock(job()).with(LockOptions.ofStaleAfter(Duration.ofSeconds(1)));
		try (LockHold hold = this.locks.lock(job()).tryAcquire().orElseThrow()) {
			touchSecondsAgo(9);
			assertThat(hasty.inspect().state()).isEqualTo(LockState.HELD);
			assertThat(hasty.breakStalled().state()).isEqualTo(LockState.HELD);
			hold.requireHeld();
		}
	}

	@Test
	void aHolderThatGoesOnAndStallsAgainIsToldOfAgain() throws IOException {
		try (OtherHolder other = OtherHolder.of(LockType.HELD_FILE, this.directory)) {
			other.stop();
			touchSecondsAgo(60);
			assertThat(this.locks.lock(job()).tryAcquire()).isEmpty();
			touchSecondsAgo(31);
			assertThat(this.locks.lock(job()).tryAcquire()).isEmpty();
			assertThat(this.listener.events()).containsExactly("stalled", "stalled");
			other.resume();
		}
	}

	@Test
	void theNextHolderThatStallsIsToldOfToo() throws IOException {
		for (int i = 0; i < 2; i++) {
			try (OtherHolder other = OtherHolder.of(LockType.HELD_FILE, this.directory)) {
				other.stop();
				touchSecondsAgo(60);
				assertThat(this.locks.lock(job()).tryAcquire()).isEmpty();
				other.resume();
			}
		}
		assertThat(this.listener.events()).containsExactly("stalled", "stalled");
	}

	private LockInspection inspect() {
		return this.locks.lock(job()).inspect();
	}

	private LockState breakStalled() {
		return this.locks.lock(job()).breakStalled().state();
	}

	private LockInspection breakStalled(LockState expected) {
		LockInspection status = this.locks.lock(job()).breakStalled();
		assertThat(status.state()).isEqualTo(expected);
		return status;
	}

	private void touchSecondsAgo(int seconds) throws IOException {
		Files.setLastModifiedTime(job(), FileTime.from(Instant.now().minusSeconds(seconds)));
	}

	private void leaveRecordBehind() {
		try (ForkedJvm victim = LockWorker.start(LockType.HELD_FILE, this.directory)) {
			assertThat(victim.ask("try")).startsWith("held");
			victim.kill();
		}
	}

	private Path job() {
		return this.directory.resolve("job.held");
	}

}

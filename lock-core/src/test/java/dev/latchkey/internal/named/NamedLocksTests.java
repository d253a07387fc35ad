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
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.latchkey.CooldownHold;
import dev.latchkey.HeartbeatLock;
import dev.latchkey.LockFileException;
import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockInspection;
import dev.latchkey.LockLostException;
import dev.latchkey.LockOptions;
import dev.latchkey.LockState;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockType;
import dev.latchkey.contract.RecordingListener;
import dev.latchkey.internal.acquire.FaultyCalls;
import dev.latchkey.internal.acquire.FileHold;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.lockfile.PersistentLockFile;
import dev.latchkey.internal.lockfile.TryOutcome;
import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.FileStatus;
import dev.latchkey.internal.platform.LockTable;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platforms.Platforms;
import dev.latchkey.process.FlockCommand;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.LockWorker;
import dev.latchkey.process.OtherHolder;
import dev.latchkey.process.Requirement;
import dev.latchkey.process.SharedLocker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NamedLocksTests {

	private static final Instant PAST = Instant.parse("2026-11-20T09:07:23.123456Z");

	private static final Instant FUTURE = Instant.parse("2226-11-20T09:07:23.123456Z");

	private static final long PAST_MICROS = 1_795_165_643_123_456L;

	private static final long FUTURE_MICROS = 8_106_512_843_123_456L;

	private static final long LAST_TOKEN = 32_503_680_000_000_000L;

	private static final Duration MINUTE = Duration.ofMinutes(1);

	@TempDir
	Path directory;

	private final RecordingListener listener = new RecordingListener();

	private final LockRuntime runtime = LockRuntime.builder().listeners(List.of(this.listener)).build();

	private final LockRuntime otherRuntime = LockRuntime.builder().build();

	private NamedLocks locks;

	private NamedLocks others;

	@BeforeEach
	void create() {
		this.locks = new NamedLocks(this.runtime, this.directory, LockOptions.defaults());
		this.others = new NamedLocks(this.otherRuntime, this.directory, LockOptions.defaults());
	}

	@AfterEach
	void close() {
		this.locks.close();
		this.others.close();
		this.otherRuntime.close();
	}

	@Test
	void theFileStaysAndSaysWhetherTheLockIsHeld() {
		try (LockHold hold = job().tryAcquire().orElseThrow()) {
			assertThat(record().get(RecordFile.TOKEN)).isEqualTo(hold.fencingToken());
			assertThat(record().get(RecordFile.SINCE)).isPositive();
		}
		assertThat(file()).hasSize(NamedRecord.SIZE);
		assertThat(record().get(RecordFile.SINCE)).isZero();
		assertThat(this.listener.events()).containsExactly("acquired", "released");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a.b", "a/b", "..", "köln", "100%", " ", ".mutex", "x.flock" })
	void eachTextIsAName(String name) {
		try (LockHold hold = this.locks.lock(name).tryAcquire().orElseThrow()) {
			assertThat(hold.id().path()).hasParent(this.directory).exists();
			assertThat(hold.id().path().getFileName().toString()).matches("[A-Za-z0-9_%-]+\\.flock");
			assertThat(this.others.lock(name).tryAcquire()).isEmpty();
		}
	}

	@Test
	void aLongNameHasADigest() {
		String name = "n".repeat(400);
		try (LockHold hold = this.locks.lock(name, "k".repeat(400)).tryAcquire().orElseThrow();
				LockHold other = this.locks.lock(name, "k".repeat(399)).tryAcquire().orElseThrow()) {
			assertThat(hold.id().path().getFileName().toString()).hasSizeLessThanOrEqualTo(250).endsWith(".flock");
			assertThat(other.id().path()).isNotEqualTo(hold.id().path());
		}
	}

	@Test
	void namesAndKeysTellLocksApart() {
		try (LockHold name = this.locks.lock("a").tryAcquire().orElseThrow();
				LockHold key = this.locks.lock("a", "b").tryAcquire().orElseThrow();
				LockHold emptyKey = this.locks.lock("a", "").tryAcquire().orElseThrow();
				LockHold dot = this.locks.lock("a.b").tryAcquire().orElseThrow()) {
			assertThat(key.id().path()).hasFileName("a.b.flock");
			assertThat(List.of(name, emptyKey, dot)).extracting((hold) -> hold.id().path()).doesNotHaveDuplicates();
		}
	}

	@Test
	void aLockNeedsAName() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.locks.lock(""));
		assertThatIllegalArgumentException().isThrownBy(() -> this.locks.lock("\ud800"));
	}

	@Test
	void tokensGrowAlsoAboveOnesFromAFutureClock() {
		long last = token(job());
		assertThat(token(job())).isGreaterThan(last);
		record().put(RecordFile.TOKEN, FUTURE_MICROS);
		assertThat(token(job())).isEqualTo(FUTURE_MICROS + 1);
		assertThat(token(this.others.lock("job"))).isEqualTo(FUTURE_MICROS + 2);
	}

	@ParameterizedTest
	@ValueSource(longs = { Long.MAX_VALUE, LAST_TOKEN + 1, -1, Long.MIN_VALUE })
	void aTokenThatIsGarbageCountsAsLostAndTheLastOneOfThisProcessIsKnown(long garbage) {
		token(job());
		record().put(RecordFile.TOKEN, FUTURE_MICROS);
		assertThat(token(job())).isEqualTo(FUTURE_MICROS + 1);
		record().put(RecordFile.TOKEN, garbage);
		assertThat(token(job())).isEqualTo(FUTURE_MICROS + 2);
	}

	@Test
	void tokensNeverGoBackAtTheLastOneThatCounts() {
		token(job());
		record().put(RecordFile.TOKEN, LAST_TOKEN - 1);
		assertThat(token(job())).isEqualTo(LAST_TOKEN);
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> job().tryAcquire())
				.withMessageContaining(file().toString());
			assertThat(job().inspect().state()).isEqualTo(LockState.FREE);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "precious data", "4242\n", "{}" })
	void whatIsNotALockFileIsLeftAlone(String content) throws IOException {
		Files.writeString(file(), content);
		assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> job().tryAcquire())
			.withMessageContaining(file().toString())
			.withMessageContaining("is not a lock file")
			.withMessageContaining("left alone");
		assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> job().acquire(MINUTE));
		assertThat(file()).hasContent(content);
		assertThat(job().inspect().state()).isEqualTo(LockState.MALFORMED);
		assertThat(job().breakStalled().state()).isEqualTo(LockState.MALFORMED);
		Files.delete(file());
		job().tryAcquire().orElseThrow().close();
	}

	@Test
	void aLargeFileOfOtherContentIsLeftAlone() throws IOException {
		Files.write(file(), new byte[5000]);
		assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> job().tryAcquire());
		assertThat(file()).hasSize(5000);
		assertThat(job().inspect().state()).isEqualTo(LockState.MALFORMED);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 4, 8, 20, 100, 255 })
	void aFileThatWasMadeByTouchOrCutIsCompleted(int length) throws IOException {
		long token = token(this.others.lock("job"));
		byte[] whole = Files.readAllBytes(file());
		Files.write(file(), Arrays.copyOf(whole, length));
		assertThat(token(job())).isGreaterThan(token);
		assertThat(file()).hasSize(NamedRecord.SIZE);
	}

	@Test
	void aFileThatWasCutKeepsItsToken() throws IOException {
		token(this.others.lock("job"));
		record().put(RecordFile.TOKEN, FUTURE_MICROS);
		Files.write(file(), Arrays.copyOf(Files.readAllBytes(file()), 100));
		assertThat(token(job())).isGreaterThan(FUTURE_MICROS);
	}

	@Test
	void zerosThatAPowerCutLeftAreReplaced() throws IOException {
		Files.write(file(), new byte[NamedRecord.SIZE]);
		token(job());
		assertThat(Files.readAllBytes(file())).startsWith("LATCHKY1".getBytes(StandardCharsets.US_ASCII));
	}

	@Test
	void aFileIsCutOffWhileTheLockIsHeldAndNothingStaysLocked() throws IOException {
		token(job());
		token(job());
		LockHold hold = job().tryAcquire().orElseThrow();
		Files.write(file(), new byte[0]);
		Awaitility.await().pollDelay(Duration.ofMillis(20)).until(() -> Files.size(file()) == 0);
		hold.close();
		assertThat(token(job())).isPositive();
		assertThat(token(this.others.lock("job"))).isPositive();
	}

	@Test
	void aFileThatIsCutOffGetsItsRecordAgainWithTheNextHeartbeat() throws IOException {
		try (LockHold hold = job().tryAcquire().orElseThrow()) {
			Files.write(file(), new byte[0]);
			((FileHold) hold).fire();
			assertThat(record().get(RecordFile.TOKEN)).isEqualTo(hold.fencingToken());
			assertThat(job().inspect().state()).isEqualTo(LockState.HELD);
			assertThat(job().inspect().fencingToken()).isEqualTo(hold.fencingToken());
		}
		assertThat(record().get(RecordFile.SINCE)).isZero();
	}

	@Test
	void aFileThatIsCutOffJustBeforeTheReleaseLeavesNothingLocked() throws IOException {
		for (int i = 0; i < 300; i++) {
			token(job());
			token(job());
			LockHold hold = job().tryAcquire().orElseThrow();
			Files.write(file(), new byte[0]);
			hold.close();
			assertThat(this.others.lock("job").tryAcquire()).as("release %d", i)
				.isPresent()
				.get()
				.satisfies(LockHold::close);
		}
		if (Requirement.LOCK_TABLE.isMet()) {
			// The record is mapped only there; elsewhere it is written anew.
			assertThat(this.listener.events()).anyMatch((event) -> event.startsWith("warning"));
		}
	}

	@Test
	void aFileThatIsReplacedWhileTheLockIsHeldIsLostAndLeftAlone() throws IOException {
		Requirement.MOVABLE_FILES.require();
		try (LockHold hold = job().tryAcquire().orElseThrow()) {
			Path other = Files.write(this.directory.resolve("other"), new byte[NamedRecord.SIZE]);
			Files.move(other, file(), StandardCopyOption.REPLACE_EXISTING);
			assertThatExceptionOfType(LockLostException.class).isThrownBy(hold::requireHeld);
		}
		assertThat(file()).hasBinaryContent(new byte[NamedRecord.SIZE]);
		assertThat(this.listener.events()).containsExactly("acquired", "lost");
	}

	@Test
	void aHeldLockBeats() {
		HeartbeatLock beating = this.locks.lock("job")
			.with(LockOptions.of(Duration.ofSeconds(1), Duration.ofMillis(100)));
		try (LockHold hold = beating.tryAcquire().orElseThrow()) {
			record().beatAgo(Duration.ofSeconds(500));
			long old = record().get(RecordFile.BEAT);
			Awaitility.await().until(() -> record().get(RecordFile.BEAT) > old);
			assertThat(hold.isHeld()).isTrue();
		}
	}

	@Test
	void theNextHolderIsToldThatTheFormerOneDied() {
		try (ForkedJvm victim = LockWorker.start(LockType.NAMED, this.directory)) {
			assertThat(victim.ask("try")).startsWith("held");
			victim.kill();
		}
		token(job());
		assertThat(this.listener.events()).containsExactly("taken over", "acquired", "released");
	}

	@Test
	void anotherProcessIsBusyAndNamed() throws Exception {
		try (OtherHolder other = OtherHolder.of(LockType.NAMED, this.directory)) {
			assertThat(job().tryAcquire()).isEmpty();
			assertThat(job().tryAcquire(Duration.ofMillis(20))).isEmpty();
			assertThat(job().holders()).extracting(LockHolder::pid).containsExactly(other.pid());
			assertThatExceptionOfType(LockTimeoutException.class).isThrownBy(() -> job().acquire(Duration.ZERO))
				.withMessageContaining("pid " + other.pid());
			other.release();
			job().acquire(MINUTE).close();
		}
	}

	@Test
	void aLockThatIsFreeOrHeldIsInspected() {
		assertThat(job().inspect()).isEqualTo(free());
		assertThat(file()).as("a look makes no file").doesNotExist();
		try (LockHold hold = job().tryAcquire().orElseThrow()) {
			LockInspection found = this.others.lock("job").inspect();
			assertThat(found.state()).isEqualTo(LockState.HELD);
			assertThat(found.holders()).extracting(LockHolder::pid).containsExactly(ProcessHandle.current().pid());
			assertThat(found.age()).isBetween(Duration.ZERO, Duration.ofSeconds(20));
			assertThat(found.fencingToken()).isEqualTo(hold.fencingToken());
			assertThat(found.acquiredAt()).isBetween(Instant.now().minus(MINUTE), Instant.now());
			assertThat(found.breakable()).isFalse();
			assertThat(job().breakStalled().state()).isEqualTo(LockState.HELD);
			hold.requireHeld();
		}
		assertThat(job().inspect()).isEqualTo(free());
		assertThat(job().breakStalled()).isEqualTo(free());
	}

	@Test
	void anInspectionMakesNeitherDirectoryNorMutex() {
		Requirement.LOCK_TABLE.require();
		Path missing = this.directory.resolve("missing");
		try (NamedLocks looking = new NamedLocks(this.runtime, missing, LockOptions.defaults())) {
			assertThat(looking.lock("job").inspect().state()).isEqualTo(LockState.FREE);
			assertThat(looking.lock("job").inspect(new LockHolders(this.runtime)).state()).isEqualTo(LockState.FREE);
			assertThat(looking.lock("job").holders()).isEmpty();
			assertThat(looking.lock("job").breakStalled().state()).isEqualTo(LockState.FREE);
			assertThat(looking.locked(new LockHolders(this.runtime))).isEmpty();
		}
		assertThat(missing).doesNotExist();
		try (FlockCommand other = FlockCommand.of(file())) {
			assertThat(job().inspect().holders()).extracting(LockHolder::pid).containsExactly(other.pid());
			assertThat(this.locks.locked(new LockHolders(this.runtime))).hasSize(1);
		}
		assertThat(this.directory.resolve(NamedDirectory.MUTEX)).doesNotExist();
	}

	@Test
	void anInspectionNeedsOnlyThePermissionToRead() throws IOException {
		Requirement.PERMISSIONS.require();
		try (LockHold hold = job().tryAcquire().orElseThrow()) {
			permit("r-xr-xr-x", "r--r--r--");
			assertThat(inspectionWithoutPrivilege()).isEqualTo("HELD " + hold.fencingToken());
			permit("r-xr-xr-x", "---------");
			assertThat(inspectionWithoutPrivilege()).startsWith("refused '" + file() + "' cannot be opened")
				.contains("EACCES");
			permit("---------", "rw-rw-rw-");
			assertThat(inspectionWithoutPrivilege()).startsWith("refused '" + file() + "' cannot be opened")
				.contains("EACCES");
		}
		finally {
			permit("rwx------", "rw-------");
		}
	}

	private void permit(String ofDirectory, String ofFile) throws IOException {
		Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(ofFile));
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString(ofDirectory));
	}

	private String inspectionWithoutPrivilege() {
		try (ForkedJvm process = ForkedJvm.startWithoutPrivilege(NamedWatcher.class, this.directory.toString())) {
			return process.answer();
		}
	}

	@Test
	void aStalledHolderIsReportedAndLeftAloneUntilAnOperatorBreaksItsLock() throws Exception {
		Requirement.LOCK_TABLE.require();
		try (OtherHolder other = OtherHolder.of(LockType.NAMED, this.directory)) {
			other.stop();
			record().beatAgo(Duration.ofSeconds(31));
			LockInspection found = job().inspect();
			assertThat(found.state()).isEqualTo(LockState.STALLED);
			assertThat(found.breakable()).isTrue();
			assertThat(found.holders()).extracting(LockHolder::pid).containsExactly(other.pid());
			assertThat(job().tryAcquire()).isEmpty();
			assertThat(job().breakStalled().breakable()).isTrue();
			assertThat(this.listener.events()).contains("taken over");
			try (LockHold hold = job().tryAcquire().orElseThrow()) {
				assertThat(hold.fencingToken()).isGreaterThan(found.fencingToken());
				other.resume();
				assertThat(other.isHolding()).isFalse();
				other.release();
				hold.requireHeld();
			}
		}
	}

	@Test
	void aTryOfAProcessThatHasTheFileOpenGetsTheLockAfterABreak() {
		Requirement.LOCK_TABLE.require();
		token(job());
		token(job());
		try (OtherHolder other = OtherHolder.of(LockType.NAMED, this.directory)) {
			assertThat(job().tryAcquire()).isEmpty();
			other.stop();
			record().beatAgo(Duration.ofSeconds(31));
			assertThat(this.others.lock("job").breakStalled().breakable()).isTrue();
			job().tryAcquire().orElseThrow().close();
			other.resume();
		}
	}

	@Test
	void aWaiterThatHasNeverHadTheLockReportsAStalledHolder() throws Exception {
		LockRuntime impatient = LockRuntime.builder()
			.listeners(List.of(this.listener))
			.pollInterval(Duration.ofMillis(20))
			.build();
		NamedLocks waiting = new NamedLocks(impatient, this.directory, LockOptions.defaults());
		try (OtherHolder other = OtherHolder.of(LockType.NAMED, this.directory)) {
			other.stop();
			record().beatAgo(Duration.ofSeconds(31));
			assertThat(waiting.lock("job").tryAcquire(Duration.ofSeconds(1))).isEmpty();
			other.resume();
		}
		assertThat(this.listener.events()).contains("stalled");
		impatient.close();
	}

	@Test
	void aProgramThatLocksAFileWhoseHolderDiedIsNotReportedAsStalled() throws Exception {
		Requirement.LOCK_TABLE.require();
		token(job());
		record().put(RecordFile.SINCE, PAST_MICROS);
		record().beatAgo(Duration.ofSeconds(31));
		LockRuntime impatient = LockRuntime.builder()
			.listeners(List.of(this.listener))
			.pollInterval(Duration.ofMillis(20))
			.build();
		NamedLocks waiting = new NamedLocks(impatient, this.directory, LockOptions.defaults());
		try (FlockCommand other = FlockCommand.of(file())) {
			assertThat(waiting.lock("job").tryAcquire(Duration.ofMillis(500))).isEmpty();
			LockInspection found = job().inspect();
			assertThat(found.state()).isEqualTo(LockState.HELD);
			assertThat(found.breakable()).isFalse();
			assertThat(found.holders()).extracting(LockHolder::pid).containsExactly(other.pid());
		}
		assertThat(this.listener.events()).doesNotContain("stalled");
		waiting.close();
		impatient.close();
	}

	/** The table of locks shows nothing of another container. */
	@Test
	void aHolderThatTheSystemHidesIsNotTakenForTheOneThatDied() {
		token(job());
		record().put(RecordFile.SINCE, PAST_MICROS);
		record().beatAgo(Duration.ofSeconds(31));
		try (LockRuntime blind = FaultyCalls.runtimeWithoutLockTable();
				NamedLocks looking = new NamedLocks(blind, this.directory, LockOptions.defaults());
				FlockCommand other = FlockCommand.of(file())) {
			assertThat(looking.lock("job").breakStalled().breakable()).isFalse();
			assertThat(looking.lock("job").inspect().state()).isEqualTo(LockState.HELD);
			assertThat(file()).exists();
			assertThat(other.pid()).isPositive();
		}
	}

	@Test
	void aHolderThatGoesOnIsNotBroken() {
		try (OtherHolder other = OtherHolder.of(LockType.NAMED, this.directory)) {
			assertThat(job().breakStalled().breakable()).isFalse();
			assertThat(other.isHolding()).isTrue();
		}
	}

	@Test
	void aMarkThatABreakerLeftWhenItDiedIsTakenBack() {
		long token = token(job());
		record().put(RecordFile.MARK, token);
		assertThat(token(job())).isGreaterThan(token);
		assertThat(record().get(RecordFile.MARK)).isZero();
	}

	@Test
	void aProcessThatStopsBeforeItsRecordIsSeenAsAcquiringAndCanBeBroken() throws Exception {
		Requirement.LOCK_TABLE.require();
		LockOptions options = LockOptions.ofStaleAfter(Duration.ofMillis(300));
		NamedLocks impatient = new NamedLocks(FaultyCalls.runtimeAmongStopped(), this.directory, options);
		CountDownLatch locked = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		NamedLocks stopping = new NamedLocks(FaultyCalls.runtimeOf(stoppedOnceLocked(locked, goOn)), this.directory,
				LockOptions.defaults());
		CompletableFuture<Optional<LockHold>> stopped = CompletableFuture
			.supplyAsync(() -> stopping.lock("job").tryAcquire());
		locked.await();
		try (ForkedJvm other = LockWorker.start(LockType.NAMED, this.directory)) {
			assertThat(impatient.lock("job").inspect().state()).isEqualTo(LockState.ACQUIRING);
			assertThat(other.ask("try")).isEqualTo("busy");
			Awaitility.await().until(() -> impatient.lock("job").inspect().breakable());
			assertThat(impatient.lock("job").breakStalled().state()).isEqualTo(LockState.ACQUIRING);
			assertThat(other.ask("try")).startsWith("held");
			goOn.countDown();
			assertThat(stopped.get()).isEmpty();
			assertThat(other.ask("require")).isEqualTo("held");
		}
		stopping.close();
		impatient.close();
	}

	/** As a script leaves a lock to the program that it becomes. */
	@Test
	void aProcessThatRunsAndNeverWritesARecordIsNotBroken() {
		Requirement.LOCK_TABLE.require();
		HeartbeatLock impatient = this.locks.lock("job").with(LockOptions.ofStaleAfter(Duration.ofMillis(150)));
		token(job());
		PersistentLockFile inherited = new PersistentLockFile(this.runtime, file());
		assertThat(inherited.tryLockOnce()).isEqualTo(TryOutcome.ACQUIRED);
		try {
			Awaitility.await().until(() -> Duration.ofMillis(200).compareTo(age(impatient.inspect())) < 0);
			assertThat(impatient.breakStalled().breakable()).isFalse();
			assertThat(file()).exists();
		}
		finally {
			inherited.release();
		}
	}

	private static Duration age(LockInspection found) {
		Duration age = found.age();
		return (age != null) ? age : Duration.ZERO;
	}

	@Test
	void aBreakThatFailsLeavesTheHolderAlone() throws Exception {
		Requirement.LOCK_TABLE.require();
		try (OtherHolder other = OtherHolder.of(LockType.NAMED, this.directory)) {
			record().beatAgo(Duration.ofSeconds(31));
			FaultyCalls calls = new FaultyCalls((name) -> name.equals("unlink"), Errno.EROFS);
			try (LockRuntime faulty = calls.runtime(this.listener);
					NamedLocks breaking = new NamedLocks(faulty, this.directory, LockOptions.defaults())) {
				calls.failAlways();
				assertThatExceptionOfType(LockFileException.class)
					.isThrownBy(() -> breaking.lock("job").breakStalled());
			}
			assertThat(record().get(RecordFile.MARK)).isZero();
			assertThat(other.isHolding()).isTrue();
		}
	}

	@Test
	void aHolderWhoseLockWasBrokenLearnsThatAnOperatorDidIt() {
		Requirement.LOCK_TABLE.require();
		LockHold hold = job().tryAcquire().orElseThrow();
		record().beatAgo(Duration.ofSeconds(31));
		assertThat(this.others.lock("job").breakStalled().breakable()).isTrue();
		assertThatExceptionOfType(LockLostException.class).isThrownBy(hold::requireHeld)
			.withMessageContaining("an operator took it away");
		hold.close();
	}

	private static FileCalls stoppedOnceLocked(CountDownLatch locked, CountDownLatch goOn) {
		FileCalls real = Platforms.current().files();
		return (FileCalls) Proxy.newProxyInstance(NamedLocksTests.class.getClassLoader(),
				new Class<?>[] { FileCalls.class }, (proxy, method, arguments) -> {
					Object result = method.invoke(real, arguments);
					if (method.getName().equals("tryLock") && locked.getCount() > 0) {
						locked.countDown();
						goOn.await();
					}
					return result;
				});
	}

	@Test
	void aTryWhileOthersLookIsNeverBusy() throws Exception {
		AtomicBoolean done = new AtomicBoolean();
		List<CompletableFuture<Void>> looking = new ArrayList<>();
		token(job());
		for (int i = 0; i < 2; i++) {
			looking.add(CompletableFuture.runAsync(() -> {
				while (!done.get()) {
					LockInspection unused = this.others.lock("job").inspect();
				}
			}));
		}
		for (int i = 0; i < 2_000; i++) {
			assertThat(job().tryAcquire()).as("try %d", i).isPresent().get().satisfies(LockHold::close);
		}
		done.set(true);
		for (CompletableFuture<Void> each : looking) {
			each.get();
		}
	}

	@Test
	void aSharerKeepsTheLockAwayAndIsNamed() {
		Requirement.LOCK_TABLE.require();
		token(job());
		try (ForkedJvm other = ForkedJvm.start(SharedLocker.class, file().toString())) {
			assertThat(other.answer()).isEqualTo("shared");
			assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> job().tryAcquire())
				.withMessageContaining("pid " + other.pid());
			assertSharedBy(other.pid());
			assertThat(this.locks.locked(new LockHolders(this.runtime))).singleElement()
				.extracting((lock) -> lock.inspect(new LockHolders(this.runtime)).state())
				.isEqualTo(LockState.HELD);
		}
		assertThat(job().inspect()).isEqualTo(free());
		assertThat(job().holders()).isEmpty();
	}

	@Test
	void aSharedFlockOfAnotherProgramIsSeenByInspectionsAndEndsWaitsWithItsOwnError() {
		Requirement.LOCK_TABLE.require();
		token(job());
		try (FlockCommand other = FlockCommand.sharing(file())) {
			assertSharedBy(other.pid());
			assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> job().acquire(Duration.ofMillis(20)))
				.withMessageContaining(
						"cannot be acquired: a shared lock on it keeps all processes out: [pid " + other.pid() + " (")
				.withMessageContaining("flock without -s");
			assertThatExceptionOfType(LockFileException.class)
				.isThrownBy(() -> job().tryAcquire(Duration.ofMillis(20)));
		}
		assertThat(job().inspect()).isEqualTo(free());
	}

	private void assertSharedBy(long pid) {
		LockInspection found = job().inspect();
		assertThat(found.state()).isEqualTo(LockState.HELD);
		assertThat(found.holders()).extracting(LockHolder::pid).containsExactly(pid);
		assertThat(found.breakable()).isFalse();
		assertThat(found.fencingToken()).isNull();
		assertThat(job().holders()).isEqualTo(found.holders());
		assertThat(job().breakStalled()).isEqualTo(found);
	}

	/** Programs inspect locks by sharing them for an instant. */
	@Test
	void aSharedLockThatIsGoneAnInstantLaterIsNoHolder() {
		token(job());
		AtomicInteger tables = new AtomicInteger();
		LockRuntime seeing = FaultyCalls.runtimeWithLockTable(() -> {
			FileStatus status = new FileStatus();
			int unused = Platforms.current().files().identity(NativePath.of(file()), status);
			return new LockTable((tables.getAndIncrement() > 0) ? List.of()
					: List.of(new LockTable.Row(LockTable.Mode.SHARED, 1, status.device(), status.inode())));
		});
		try (NamedLocks looking = new NamedLocks(seeing, this.directory, LockOptions.defaults())) {
			assertThat(looking.lock("job").inspect()).isEqualTo(free());
		}
		finally {
			seeing.close();
		}
		assertThat(tables).hasValue(2);
	}

	@Test
	void theNotBeforeTimeIsInTheRecord() {
		CooldownHold hold = job().withCooldown(PAST).tryAcquire().orElseThrow();
		assertThat(record().get(RecordFile.NOT_BEFORE)).isEqualTo(PAST_MICROS);
		hold.changeCooldown(FUTURE);
		assertThat(record().get(RecordFile.NOT_BEFORE)).isEqualTo(FUTURE_MICROS);
		hold.close();
		assertThat(record().get(RecordFile.NOT_BEFORE)).isEqualTo(FUTURE_MICROS);
	}

	@Test
	void itIsTooEarlyUntilTheTimeHasCome() {
		job().withCooldown(FUTURE).tryAcquire().orElseThrow().close();
		assertThat(this.others.lock("job").withCooldown(PAST).tryAcquire()).isEmpty();
		assertThat(job().withCooldown(PAST).tryAcquire()).isEmpty();
		assertThat(job().inspect().state()).isEqualTo(LockState.FREE);
		assertThatExceptionOfType(LockTimeoutException.class)
			.isThrownBy(() -> job().withCooldown(PAST).acquire(Duration.ZERO))
			.withMessageContaining("until " + FUTURE);
		assertThat(job().withCooldown(PAST).acquireAsync(Duration.ZERO)).failsWithin(MINUTE)
			.withThrowableThat()
			.withMessageContaining("until " + FUTURE);
	}

	@Test
	void aTimeThatHasComeKeepsNoProcessAway() {
		job().withCooldown(PAST).tryAcquire().orElseThrow().close();
		CooldownHold hold = this.others.lock("job").withCooldown(FUTURE).tryAcquire().orElseThrow();
		hold.changeCooldown(PAST);
		hold.close();
		job().withCooldown(PAST).tryAcquire().orElseThrow().close();
	}

	@Test
	void otherAcquisitionsNeitherRespectNorChangeTheTime() throws Exception {
		job().withCooldown(FUTURE).tryAcquire().orElseThrow().close();
		long token = token(this.others.lock("job"));
		assertThat(token(job())).isGreaterThan(token);
		job().acquire(MINUTE).close();
		assertThat(record().get(RecordFile.NOT_BEFORE)).isEqualTo(FUTURE_MICROS);
		assertThat(job().withCooldown(PAST).tryAcquire()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(longs = { Long.MAX_VALUE, 0x7f00_0000_0000_0000L, LAST_TOKEN + 1, -1, Long.MIN_VALUE })
	void aTimeThatCannotHaveBeenAskedForKeepsNoProcessAway(long garbage) {
		job().withCooldown(FUTURE).tryAcquire().orElseThrow().close();
		record().put(RecordFile.NOT_BEFORE, garbage);
		job().withCooldown(PAST).tryAcquire().orElseThrow().close();
	}

	@Test
	void aTimeThatIsTooFarAwayIsTheLastThatCounts() {
		job().withCooldown(Instant.MAX).tryAcquire().orElseThrow().close();
		assertThat(record().get(RecordFile.NOT_BEFORE)).isEqualTo(LAST_TOKEN);
		assertThat(this.others.lock("job").withCooldown(PAST).tryAcquire()).isEmpty();
	}

	@Test
	void aLostHoldChangesNoTime() throws IOException {
		CooldownHold hold = job().withCooldown(PAST).tryAcquire().orElseThrow();
		Files.delete(file());
		assertThatExceptionOfType(LockLostException.class).isThrownBy(() -> hold.changeCooldown(FUTURE));
		hold.close();
		assertThat(this.listener.events()).containsExactly("acquired", "lost");
		job().withCooldown(PAST).tryAcquire().orElseThrow().close();
	}

	@Test
	void whatIsForfeitedIsReportedLostAndFree() {
		CooldownHold hold = job().withCooldown(PAST).tryAcquire().orElseThrow();
		hold.expire("it took too long");
		assertThat(hold.isHeld()).isFalse();
		assertThatExceptionOfType(LockLostException.class).isThrownBy(hold::requireHeld)
			.withMessageContaining("given up");
		CooldownHold next = this.others.lock("job").withCooldown(PAST).tryAcquire().orElseThrow();
		hold.expire("again");
		hold.close();
		next.requireHeld();
		next.close();
		assertThat(this.listener.events()).containsExactly("acquired", "lost");
	}

	@Test
	void locksWithOtherTimesAreTheSameLocks() {
		HeartbeatLock slow = this.locks.lock("job").with(LockOptions.ofStaleAfter(Duration.ofHours(1)));
		try (LockHold hold = slow.tryAcquire().orElseThrow()) {
			assertThat(job().tryAcquire()).isEmpty();
			record().beatAgo(Duration.ofSeconds(31));
			assertThat(job().inspect().state()).as("the holder's own stale-after counts").isEqualTo(LockState.HELD);
			record().beatAgo(Duration.ofMinutes(61));
			assertThat(job().inspect().state()).isEqualTo(LockState.STALLED);
			hold.requireHeld();
		}
		assertThat(slow.id()).isEqualTo(job().id());
	}

	@Test
	void aClosedObjectLeavesHoldsAndWaitsAloneAndKeepsNothingOpen() throws Exception {
		LockHold hold = job().tryAcquire().orElseThrow();
		CompletableFuture<LockHold> waiting = job().acquireAsync(MINUTE);
		Awaitility.await().until(() -> this.listener.events().contains("waiting"));
		this.locks.close();
		hold.requireHeld();
		hold.close();
		waiting.get().close();
		token(job());
		assertThat(open()).isZero();
	}

	@Test
	void aDirectoryThatIsRemovedIsMadeAgain() throws IOException {
		long token = token(job());
		Files.delete(file());
		Files.delete(this.directory.resolve(NamedDirectory.MUTEX));
		Files.delete(this.directory);
		assertThat(token(job())).isGreaterThan(token);
	}

	private long open() throws IOException {
		try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
			return descriptors.map(NamedLocksTests::target)
				.filter((target) -> target.startsWith(this.directory.toString()))
				.count();
		}
	}

	private static String target(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString();
		}
		catch (IOException ex) {
			return "(closed meanwhile)";
		}
	}

	private LockInspection free() {
		return new LockInspection(job().id(), LockState.FREE, List.of(), null, null, null, false);
	}

	private static long token(NamedLock lock) {
		try (LockHold hold = lock.tryAcquire().orElseThrow()) {
			return hold.fencingToken();
		}
	}

	private NamedLock job() {
		return this.locks.lock("job");
	}

	private Path file() {
		return this.directory.resolve("job.flock");
	}

	private RecordFile record() {
		return new RecordFile(file());
	}

}

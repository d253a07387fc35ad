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
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.latchkey.LockFileException;
import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockHolder.Confidence;
import dev.latchkey.LockOptions;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockType;
import dev.latchkey.contract.RecordingListener;
import dev.latchkey.internal.acquire.FaultyCalls;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.platform.LockTable;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.LockWorker;
import dev.latchkey.process.OtherHolder;
import dev.latchkey.process.Requirement;
import dev.latchkey.process.SharedLocker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HeldFileLocksTests {

	private static final String FOREIGN = "4242 6f1c2c1e-8f4e-4b71-9d55-1f0f4f3f2a10 2026-11-20T09:07:23.156Z\n";

	@TempDir
	Path directory;

	private final RecordingListener listener = new RecordingListener();

	private final HeldFileLocks locks = locks(LockOptions.ofStaleAfter(Duration.ofSeconds(30)));

	@Test
	void theFileIsThereOnlyWhileTheLockIsHeld() throws IOException {
		try (LockHold hold = this.locks.lock(job()).tryAcquire().orElseThrow()) {
			assertThat(Files.readString(job())).startsWith(ProcessHandle.current().pid() + " ")
				.contains(" flock boot=")
				.endsWith(" token=" + hold.fencingToken() + "\n");
		}
		assertThat(job()).doesNotExist();
		assertThat(this.directory).isDirectoryNotContaining("glob:**/.latchkey-*");
	}

	@Test
	void aFileThatAKilledProcessLeftIsTakenOverAtOnce() throws IOException {
		leaveRecordBehind();
		assertThat(Files.readString(job())).contains(" flock ");
		try (LockHold hold = this.locks.lock(job()).tryAcquire().orElseThrow()) {
			hold.requireHeld();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { FOREIGN, "4242 6f1c2c1e", "" })
	void aFreshFileOfAProgramWithoutFlockIsBusy(String content) throws IOException {
		Files.writeString(job(), content);
		assertThat(this.locks.lock(job()).tryAcquire()).isEmpty();
		assertThat(job()).hasContent(content);
	}

	@ParameterizedTest
	@ValueSource(strings = { FOREIGN, "4242 6f1c2c1e", "" })
	void anAbandonedFileOfAProgramWithoutFlockIsReplaced(String content) throws IOException {
		Files.writeString(job(), content);
		Files.setLastModifiedTime(job(), FileTime.from(Instant.now().minusSeconds(31)));
		try (LockHold hold = this.locks.lock(job()).tryAcquire().orElseThrow()) {
			hold.requireHeld();
			assertThat(Files.readString(job())).contains("token=" + hold.fencingToken());
		}
		assertThat(this.directory).isDirectoryNotContaining("glob:**/.latchkey-*");
	}

	@Test
	void theHolderOfAFileOfAProgramWithoutFlockIsTheOneThatItNames() throws IOException {
		assertThat(this.locks.lock(job()).holders()).isEmpty();
		Files.writeString(job(), FOREIGN);
		assertThat(this.locks.lock(job()).holders()).singleElement().satisfies((holder) -> {
			assertThat(holder.pid()).isEqualTo(4242);
			assertThat(holder.confidence()).isEqualTo(Confidence.SELF_REPORTED);
		});
		assertThatExceptionOfType(LockTimeoutException.class)
			.isThrownBy(() -> this.locks.lock(job()).acquire(Duration.ofMillis(10)))
			.withMessageContaining("held by pid 4242")
			.withMessageContaining(", self-reported.");
	}

	@Test
	void aRecordOfAnotherStartOfTheMachineIsJudgedByItsTime() throws IOException {
		Files.writeString(job(), FOREIGN.strip() + " flock boot=another pidns=1 start=1 host=h token=1\n");
		assertThat(this.locks.lock(job()).tryAcquire()).isEmpty();
		Files.setLastModifiedTime(job(), FileTime.from(Instant.now().minusSeconds(31)));
		this.locks.lock(job()).tryAcquire().orElseThrow().close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "precious data", "4242 precious", "{}\n" })
	void whatIsNotALockFileIsLeftAlone(String content) throws IOException {
		Files.writeString(job(), content);
		Files.setLastModifiedTime(job(), FileTime.from(Instant.EPOCH));
		assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> this.locks.lock(job()).tryAcquire())
			.withMessageContaining(job().toString())
			.withMessageContaining("is not a lock file")
			.withMessageContaining("left alone");
		assertThat(job()).hasContent(content);
	}

	@Test
	void aLargeFileIsLeftAloneAndNotReadWhole() throws IOException {
		Files.writeString(job(), FOREIGN.strip() + " " + "x".repeat(5000) + "\n");
		assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> this.locks.lock(job()).tryAcquire());
		assertThat(job()).exists();
	}

	@Test
	void aHeldLockBeats() throws IOException {
		HeldFileLocks beating = locks(LockOptions.of(Duration.ofSeconds(1), Duration.ofMillis(100)));
		FileTime old = FileTime.from(Instant.now().minusSeconds(500));
		try (LockHold hold = beating.lock(job()).tryAcquire().orElseThrow()) {
			Files.setLastModifiedTime(job(), old);
			Awaitility.await().until(() -> Files.getLastModifiedTime(job()).compareTo(old) > 0);
			assertThat(hold.isHeld()).isTrue();
		}
	}

	@Test
	void aReplacedFileIsLostAtTheNextBeatAndNotTouched() throws IOException {
		HeldFileLocks beating = locks(LockOptions.of(Duration.ofSeconds(1), Duration.ofMillis(100)));
		FileTime old = FileTime.from(Instant.ofEpochSecond(1_700_000_000));
		try (LockHold hold = beating.lock(job()).tryAcquire().orElseThrow()) {
			Path other = Files.writeString(this.directory.resolve("other"), FOREIGN);
			Files.setLastModifiedTime(other, old);
			Files.move(other, job(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
			Awaitility.await().until(() -> !hold.isHeld());
			// The thread that noticed it tells it after it is known here.
			Awaitility.await().until(() -> this.listener.events().contains("lost"));
		}
		assertThat(Files.getLastModifiedTime(job())).isEqualTo(old);
		assertThat(job()).hasContent(FOREIGN);
		assertThat(this.listener.events()).containsExactly("acquired", "lost");
	}

	@Test
	void aReleaseThatCannotHaveTheMutexLeavesTheNameToTheNext() throws Exception {
		Requirement.LOCK_TABLE.require();
		LockHold hold = this.locks.lock(job()).tryAcquire().orElseThrow();
		try (ForkedJvm other = ForkedJvm.start(FileLocker.class, job() + ".token")) {
			assertThat(other.answer()).isEqualTo("locked");
			hold.close();
			assertThat(job()).exists();
			assertThat(this.listener.events()).hasSize(3).element(1).asString().contains(job() + ".token");
			assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> this.locks.lock(job()).tryAcquire())
				.withMessageContaining("pid " + other.pid());
		}
		this.locks.lock(job()).acquire(Duration.ofMinutes(1)).close();
		assertThat(job()).doesNotExist();
	}

	@Test
	void theKernelTellsTheHolder() {
		Requirement.LOCK_TABLE.require();
		try (LockHold hold = this.locks.lock(job()).tryAcquire().orElseThrow()) {
			assertThat(this.locks.lock(job()).holders()).containsExactly(hold.holder());
			assertThat(hold.holder().confidence()).isEqualTo(Confidence.CONFIRMED);
		}
	}

	@Test
	void aWaitBesideADyingProcessInTheMutexTimesOut() throws Exception {
		Requirement.LOCK_TABLE.require();
		this.locks.lock(job()).tryAcquire().orElseThrow().close();
		try (HeldFileLocks amongDying = new HeldFileLocks(FaultyCalls.runtimeAmongDying(), LockOptions.defaults());
				ForkedJvm other = ForkedJvm.start(FileLocker.class, job() + ".token")) {
			assertThat(other.answer()).isEqualTo("locked");
			assertThatExceptionOfType(LockTimeoutException.class)
				.isThrownBy(() -> amongDying.lock(job()).acquire(Duration.ofMillis(20)));
			assertThat(amongDying.lock(job()).tryAcquire()).isEmpty();
		}
	}

	@Test
	void aWaitTellsWhatElseThanAHolderIsInTheWay() throws Exception {
		Requirement.LOCK_TABLE.require();
		this.locks.lock(job()).tryAcquire().orElseThrow().close();
		try (ForkedJvm other = ForkedJvm.start(FileLocker.class, job() + ".token")) {
			assertThat(other.answer()).isEqualTo("locked");
			assertThatExceptionOfType(LockFileException.class)
				.isThrownBy(() -> this.locks.lock(job()).acquire(Duration.ofMillis(20)))
				.withMessageContaining("job.held.token' stayed locked")
				.withMessageContaining("pid " + other.pid());
		}
		leaveRecordBehind();
		try (ForkedJvm other = ForkedJvm.start(SharedLocker.class, job().toString())) {
			assertThat(other.answer()).isEqualTo("shared");
			assertThatExceptionOfType(LockFileException.class)
				.isThrownBy(() -> this.locks.lock(job()).acquire(Duration.ofMillis(20)))
				.withMessageContaining("a shared lock on it keeps all processes out")
				.withMessageContaining("pid " + other.pid());
		}
		assertThat(this.locks.lock(job()).holders()).isEmpty();
	}

	private void leaveRecordBehind() {
		try (ForkedJvm victim = LockWorker.start(LockType.HELD_FILE, this.directory)) {
			assertThat(victim.ask("try")).startsWith("held");
			victim.kill();
		}
	}

	@Test
	void aTryThatWaitsDoesNotSearchForTheHolder() throws InterruptedException {
		AtomicInteger searches = new AtomicInteger();
		LockRuntime runtime = FaultyCalls.runtimeWithLockTable(() -> {
			searches.incrementAndGet();
			return new LockTable(List.of());
		});
		try (OtherHolder other = OtherHolder.of(LockType.HELD_FILE, this.directory);
				HeldFileLocks locks = new HeldFileLocks(runtime, LockOptions.defaults())) {
			assertThat(locks.lock(job()).tryAcquire(Duration.ofMillis(20))).isEmpty();
			boolean held = locks.lock(job()).tryAcquire(Duration.ofMillis(20)).isPresent();
			assertThat(held).isFalse();
			assertThat(searches).hasValue(0);
			assertThatExceptionOfType(LockTimeoutException.class)
				.isThrownBy(() -> locks.lock(job()).acquire(Duration.ofMillis(20)));
			assertThat(searches).hasPositiveValue();
			other.release();
			locks.lock(job()).tryAcquire(Duration.ofMinutes(1)).orElseThrow().close();
		}
	}

	@Test
	void aTryThatWaitsTellsThatItTimedOut() throws InterruptedException {
		try (OtherHolder other = OtherHolder.of(LockType.HELD_FILE, this.directory)) {
			assertThat(this.locks.lock(job()).tryAcquire(Duration.ofMillis(20))).isEmpty();
			assertThat(this.locks.lock(job()).holders()).extracting(LockHolder::pid).containsExactly(other.pid());
		}
		assertThat(this.listener.events()).containsExactly("waiting", "wait ended: TIMED_OUT", "timed out");
	}

	@Test
	void theTokenGrowsWhenItsCounterIsLost() throws IOException {
		long first = token();
		Files.delete(this.directory.resolve("job.held.token"));
		assertThat(token()).isGreaterThan(first);
	}

	private long token() {
		try (LockHold hold = this.locks.lock(job()).tryAcquire().orElseThrow()) {
			return hold.fencingToken();
		}
	}

	private Path job() {
		return this.directory.resolve("job.held");
	}

	private HeldFileLocks locks(LockOptions options) {
		return new HeldFileLocks(LockRuntime.builder().listeners(List.of(this.listener)).build(), options);
	}

}

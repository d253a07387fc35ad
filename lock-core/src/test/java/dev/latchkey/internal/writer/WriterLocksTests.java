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

package dev.latchkey.internal.writer;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockFileException;
import dev.latchkey.LockHolder;
import dev.latchkey.LockHolder.Confidence;
import dev.latchkey.LockInspection;
import dev.latchkey.LockLostException;
import dev.latchkey.LockOptions;
import dev.latchkey.LockReentryException;
import dev.latchkey.LockState;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockType;
import dev.latchkey.WriterHold;
import dev.latchkey.contract.RecordingListener;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.writer.WriterLockRecord.Valid;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.LockWorker;
import dev.latchkey.process.OtherHolder;
import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WriterLocksTests {

	private static final Duration YOUNG = Duration.ofSeconds(20);

	private static final Duration OLD = Duration.ofSeconds(40);

	private static final Duration OLDER = Duration.ofSeconds(310);

	@TempDir
	Path directory;

	private final RecordingListener listener = new RecordingListener();

	private final WriterLocks locks = locks(LockOptions.defaults());

	@Test
	void behindALinkTheParentIsThatOfWhatItLeadsTo() throws IOException {
		Path sub = Files.createDirectories(this.directory.resolve("real/sub"));
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), sub);
		Path data = Files.createFile(this.directory.resolve("real/data"));
		Path indirect = Files.createSymbolicLink(this.directory.resolve("indirect"), Path.of("link/../data"));
		WriterLocks locks = locks(LockOptions.defaults());
		try (WriterHold lock = locks.lock(data).tryAcquire().orElseThrow()) {
			assertThat(lock.isValid()).isTrue();
			assertThat(locks.lock(link.resolve("../data")).tryAcquire()).isEmpty();
			assertThat(locks.lock(indirect).tryAcquire()).isEmpty();
			assertThat(this.directory.toRealPath().resolve("real/data.lock")).exists();
		}
	}

	@Test
	void theFileHasOurRecordWhileTheLockIsHeld() throws IOException {
		try (WriterHold hold = this.locks.lock(data()).tryAcquire().orElseThrow()) {
			WriterLockRecord record = record();
			assertThat(record.pid()).isEqualTo(ProcessHandle.current().pid());
			assertThat(record.isOfHost(Records.self().host())).isTrue();
			assertThat(record.writerId()).isEqualTo(hold.writerId());
			assertThat(record.time()).isBetween(Instant.now().minusSeconds(5), Instant.now());
			assertThat(hold.isValid()).isTrue();
			assertThat(hold.id().name()).isEqualTo("job");
		}
		assertThat(lock()).doesNotExist();
		assertThat(data()).doesNotExist();
		assertThat(this.directory.resolve("job.lock.token")).hasSize(Long.BYTES);
	}

	@Test
	void writerIdsOfOneStartOfTheMachineBeginAlikeAndDiffer() {
		UUID first = writerId();
		UUID second = writerId();
		assertThat(second).isNotEqualTo(first);
		assertThat(second.getMostSignificantBits()).isEqualTo(first.getMostSignificantBits());
	}

	private UUID writerId() {
		try (WriterHold hold = this.locks.lock(data()).tryAcquire().orElseThrow()) {
			return hold.writerId();
		}
	}

	@Test
	void aDirectNameAndSymbolicLinksLeadToOneLock() throws IOException {
		Path real = Files.createDirectory(this.directory.resolve("real"));
		Path target = real.resolve("data");
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), Path.of("real/data"));
		Path second = Files.createSymbolicLink(this.directory.resolve("second"), link);
		Path through = Files.createSymbolicLink(this.directory.resolve("directory"), real).resolve("data");
		for (boolean exists : new boolean[] { false, true }) {
			if (exists) {
				Files.writeString(target, "content");
			}
			try (WriterHold hold = this.locks.lock(link).tryAcquire().orElseThrow()) {
				assertThat(hold.id().path()).isEqualTo(real.resolve("data.lock"));
				for (Path name : List.of(target, link, second, through, real.resolve("../real/./data"))) {
					assertThat(this.locks.lock(name).tryAcquire()).as(name.toString()).isEmpty();
					assertThatExceptionOfType(LockReentryException.class)
						.isThrownBy(() -> this.locks.lock(name).acquire());
				}
			}
		}
		assertThat(target).hasContent("content");
	}

	@Test
	void linksThatLeadInACircleAreRefused() throws IOException {
		Path one = this.directory.resolve("one");
		Files.createSymbolicLink(one, this.directory.resolve("other"));
		Files.createSymbolicLink(this.directory.resolve("other"), one);
		assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> this.locks.lock(one).tryAcquire())
			.withMessageContaining("more than 40 symbolic links");
	}

	@Test
	void aLockThatAKilledProcessLeftIsTakenOverAtOnce() {
		long pid;
		try (ForkedJvm victim = LockWorker.start(LockType.WRITER, this.directory)) {
			assertThat(victim.ask("try")).startsWith("held");
			pid = victim.pid();
			victim.kill();
		}
		assertThat(lock()).exists();
		assertThat(this.locks.lock(data()).inspect().state()).isEqualTo(LockState.STALE);
		assertThat(this.locks.lock(data()).holders()).isEmpty();
		assertThat(this.locks.lock(data()).inspect().holders())
			.containsExactly(new LockHolder(pid, null, null, null, LockHolder.Confidence.SELF_REPORTED));
		this.locks.lock(data()).tryAcquire().orElseThrow().close();
	}

	@Test
	void aLivingWriterIsNotRobbedHoweverOldItsRecord() throws IOException {
		try (OtherHolder holder = OtherHolder.of(LockType.WRITER, this.directory)) {
			Records.overwrite(lock(), OLDER.multipliedBy(100));
			assertThat(this.locks.lock(data()).tryAcquire()).isEmpty();
			assertThat(this.locks.lock(data()).inspect().state()).isEqualTo(LockState.HELD);
			assertThat(holder.isHolding()).isTrue();
		}
		this.locks.lock(data()).tryAcquire().orElseThrow().close();
	}

	@Test
	void aDeadProcessOfThisHostIsStaleAfterThirtySeconds() throws IOException {
		busy(Records.ofThisHost(Records.DEAD, YOUNG).encode(), OLDER);
		takenOver(Records.ofThisHost(Records.DEAD, OLD).encode(), Duration.ZERO);
	}

	@Test
	void aLivingProcessOfThisHostIsNeverStale() throws IOException {
		long first = 1;
		Instant started = ProcessHandle.of(first).orElseThrow().info().startInstant().orElseThrow();
		WriterLockRecord record = Records.ofThisHost(first, Duration.between(started, Instant.now()));
		busy(record.encode(), OLDER);
		assertThat(this.locks.lock(data()).holders()).singleElement().satisfies((holder) -> {
			assertThat(holder.pid()).isEqualTo(first);
			assertThat(holder.confidence()).isEqualTo(Confidence.SELF_REPORTED);
		});
	}

	@Test
	void aProcessThatStartedLongAfterTheRecordIsNotItsWriter() throws Exception {
		Process other = new ProcessBuilder("sleep", "1000").start();
		try {
			takenOver(Records.ofThisHost(other.pid(), Duration.ofHours(1)).encode(), OLD);
			busy(Records.ofThisHost(other.pid(), Duration.ZERO).encode(), OLD);
		}
		finally {
			other.destroyForcibly();
		}
	}

	@Test
	void aProcessOfAnotherHostIsStaleAfterFiveMinutes() throws IOException {
		busy(Records.of(1, "elsewhere", OLD).encode(), OLDER);
		assertThat(this.locks.lock(data()).holders()).isEmpty();
		takenOver(Records.of(1, "elsewhere", OLDER).encode(), Duration.ZERO);
	}

	@Test
	void hostNamesThatAreAlikeInTheirFirst62BytesAreOneHost() throws IOException {
		String host = Records.self().host() + "-".repeat(200);
		assertThat(Records.of(Records.DEAD, host, OLD).isOfHost(host.substring(0, 70))).isTrue();
		busy(Records.of(Records.DEAD, host, OLD).encode(), OLD);
	}

	@ParameterizedTest
	@CsvSource({ "0", "4294967295", "2147483648" })
	void anImpossibleProcessIsDead(long pid) throws IOException {
		busy(Records.ofThisHost(pid, YOUNG).encode(), OLDER);
		takenOver(Records.ofThisHost(pid, OLD).encode(), Duration.ZERO);
	}

	@Test
	void aTimeInTheFutureIsReplacedByTheFiles() throws IOException {
		byte[] future = Records.ofThisHost(Records.DEAD, Duration.ofDays(-1)).encode();
		busy(future, YOUNG);
		takenOver(future, OLD);
		byte[] elsewhere = Records.of(1, "elsewhere", Duration.ofDays(-1)).encode();
		busy(elsewhere, OLD);
		takenOver(elsewhere, OLDER);
	}

	@Test
	void anUnknownVersionIsAlive() throws IOException {
		byte[] later = Records.ofThisHost(Records.DEAD, OLDER).encode();
		later[96] = 2;
		busy(later, OLDER);
		busy(Arrays.copyOf(later, 200), OLDER);
		assertThat(this.locks.lock(data()).inspect().state()).isEqualTo(LockState.UNVERIFIED);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 3, 50, 103 })
	void aRecordThatIsBeingWrittenIsLeftAloneForThirtySeconds(int length) throws IOException {
		byte[] half = Arrays.copyOf(Records.ofThisHost(Records.DEAD, OLDER).encode(), length);
		busy(half, YOUNG);
		takenOver(half, OLD);
	}

	@Test
	void aDamagedRecordIsStaleAfterThirtySeconds() throws IOException {
		byte[] damaged = Records.ofThisHost(ProcessHandle.current().pid(), Duration.ZERO).encode();
		damaged[20] ^= 1;
		busy(damaged, YOUNG);
		takenOver(damaged, OLD);
		takenOver("hello".getBytes(StandardCharsets.US_ASCII), OLD);
	}

	@Test
	void whatCannotBeARecordIsLeftAlone() throws IOException {
		String precious = "precious ".repeat(20);
		Records.write(lock(), precious.getBytes(StandardCharsets.US_ASCII), OLDER);
		assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> this.locks.lock(data()).tryAcquire())
			.withMessageContaining("'" + lock() + "' exists and is not a writer lock: it does not begin with FLVR")
			.withMessageContaining("left alone");
		assertThat(lock()).hasContent(precious);
		assertThat(this.locks.lock(data()).inspect().state()).isEqualTo(LockState.MALFORMED);
	}

	@Test
	@Timeout(value = 2, unit = TimeUnit.MINUTES)
	void randomFilesAreRefusedOrBusyOrTakenOver() throws IOException {
		Random random = new Random(3);
		byte[] start = Records.ofThisHost(Records.DEAD, OLDER).encode();
		int[] outcomes = new int[3];
		for (int i = 0; i < 1000; i++) {
			byte[] content = new byte[random.nextInt(300)];
			random.nextBytes(content);
			System.arraycopy(start, 0, content, 0, Math.min(content.length, random.nextInt(105)));
			Records.write(lock(), content, random.nextBoolean() ? YOUNG : OLDER);
			try {
				LockInspection view = this.locks.lock(data()).inspect();
				boolean taken = this.locks.lock(data()).tryAcquire().map((hold) -> {
					hold.close();
					return true;
				}).orElse(false);
				assertThat(view.state()).isEqualTo(taken ? LockState.STALE : LockState.UNVERIFIED);
				outcomes[taken ? 0 : 1]++;
			}
			catch (LatchkeyException ex) {
				assertThat(ex).isInstanceOf(LockFileException.class).hasMessageContaining("left alone");
				outcomes[2]++;
			}
		}
		assertThat(outcomes).doesNotContain(0);
	}

	/** A file with a hole of a terabyte: reading all of it would fail, or take hours. */
	@Test
	@Timeout(value = 1, unit = TimeUnit.MINUTES)
	void noMoreIsReadThanARecord() throws IOException {
		try (RandomAccessFile file = new RandomAccessFile(lock().toFile(), "rw")) {
			file.setLength(1L << 40);
		}
		assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> this.locks.lock(data()).tryAcquire());
		assertThat(Files.size(lock())).isEqualTo(1L << 40);
	}

	@Test
	void theTimeInTheRecordIsRefreshed() throws IOException {
		WriterLocks beating = locks(LockOptions.of(Duration.ofSeconds(30), Duration.ofMillis(100))
			.withRemoteStaleAfter(Duration.ofSeconds(300)));
		try (WriterHold hold = beating.lock(data()).tryAcquire().orElseThrow()) {
			Instant first = record().time();
			Awaitility.await().until(() -> record().time().isAfter(first.plusMillis(250)));
			assertThat(record().writerId()).isEqualTo(hold.writerId());
			assertThat(record().pid()).isEqualTo(ProcessHandle.current().pid());
		}
	}

	@Test
	void aRecordThatSomebodyWroteOverOursIsALossAndLeftAlone() throws IOException {
		WriterHold hold = this.locks.lock(data()).tryAcquire().orElseThrow();
		byte[] theirs = Records.of(7, "elsewhere", Duration.ZERO).encode();
		Files.write(lock(), theirs);
		assertThat(hold.isValid()).isFalse();
		assertThat(hold.isHeld()).isFalse();
		assertThatExceptionOfType(LockLostException.class).isThrownBy(hold::requireHeld);
		hold.close();
		assertThat(lock()).hasBinaryContent(theirs);
		assertThat(this.listener.events()).containsExactly("acquired", "lost");
	}

	@Test
	void aReleaseComparesTheWriterIdToo() throws IOException {
		WriterHold hold = this.locks.lock(data()).tryAcquire().orElseThrow();
		byte[] theirs = Records.of(7, "elsewhere", Duration.ZERO).encode();
		Files.write(lock(), theirs);
		hold.close();
		assertThat(lock()).hasBinaryContent(theirs);
	}

	@Test
	void aLossIsNoticedAtTheNextRefreshAndNotWrittenOver() throws IOException {
		WriterLocks beating = locks(LockOptions.of(Duration.ofSeconds(30), Duration.ofMillis(100))
			.withRemoteStaleAfter(Duration.ofSeconds(300)));
		byte[] theirs = Records.of(7, "elsewhere", Duration.ZERO).encode();
		try (WriterHold hold = beating.lock(data()).tryAcquire().orElseThrow()) {
			Path other = Files.write(this.directory.resolve("other"), theirs);
			Files.move(other, lock(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
			Awaitility.await().until(() -> !hold.isHeld());
		}
		assertThat(lock()).hasBinaryContent(theirs);
	}

	@Test
	void aWaiterGetsTheLockThatBecomesStaleWhileItWaits() throws Exception {
		WriterLocks quick = locks(
				LockOptions.ofStaleAfter(Duration.ofMillis(500)).withRemoteStaleAfter(Duration.ofMillis(500)));
		Records.write(lock(), Records.of(1, "elsewhere", Duration.ZERO).encode(), Duration.ZERO);
		assertThat(quick.lock(data()).tryAcquire()).isEmpty();
		quick.lock(data()).acquire(Duration.ofMinutes(1)).close();
		Records.write(lock(), Records.of(1, "elsewhere", Duration.ZERO).encode(), Duration.ZERO);
		assertThatExceptionOfType(LockTimeoutException.class)
			.isThrownBy(() -> this.locks.lock(data()).acquire(Duration.ofMillis(20)));
	}

	@Test
	void inspectingTellsPeople() throws IOException {
		Requirement.LOCK_TABLE.require();
		assertThat(this.locks.lock(data()).inspect().state()).isEqualTo(LockState.FREE);
		try (WriterHold hold = this.locks.lock(data()).tryAcquire().orElseThrow()) {
			LockInspection view = this.locks.lock(data()).inspect();
			assertThat(view.id()).isEqualTo(hold.id());
			assertThat(view.state()).isEqualTo(LockState.HELD);
			assertThat(view.age()).isBetween(Duration.ZERO,
					Duration.between(record().time(), Instant.now()).plusSeconds(1));
			assertThat(view.acquiredAt()).as("the record has the time of the last heartbeat only").isNull();
			assertThat(view.holders()).containsExactly(hold.holder());
		}
		Records.write(lock(), new byte[7], YOUNG);
		assertThat(this.locks.lock(data()).inspect().state()).isEqualTo(LockState.UNVERIFIED);
		assertThat(lock()).hasBinaryContent(new byte[7]);
	}

	private void busy(byte[] content, Duration age) throws IOException {
		Records.write(lock(), content, age);
		assertThat(this.locks.lock(data()).tryAcquire()).isEmpty();
		assertThat(lock()).hasBinaryContent(content);
		assertThat(this.locks.lock(data()).inspect().state()).isEqualTo(LockState.UNVERIFIED);
	}

	private void takenOver(byte[] content, Duration age) throws IOException {
		Records.write(lock(), content, age);
		assertThat(this.locks.lock(data()).inspect().state()).isEqualTo(LockState.STALE);
		try (WriterHold hold = this.locks.lock(data()).tryAcquire().orElseThrow()) {
			assertThat(record().writerId()).isEqualTo(hold.writerId());
		}
		assertThat(lock()).doesNotExist();
		assertThat(this.directory).isDirectoryNotContaining("glob:**/.latchkey-*");
	}

	private WriterLockRecord record() throws IOException {
		WriterLockRecord.Decoded decoded = WriterLockRecord.decode(Files.readAllBytes(lock()));
		assertThat(decoded).isInstanceOf(Valid.class);
		return ((Valid) decoded).content();
	}

	private Path data() {
		return this.directory.resolve("job");
	}

	private Path lock() {
		return this.directory.resolve("job.lock");
	}

	private WriterLocks locks(LockOptions options) {
		return new WriterLocks(LockRuntime.builder().listeners(List.of(this.listener)).build(), options);
	}

}

package dev.latchkey.internal.heldfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.latchkey.LockFileException;
import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockHolder.Confidence;
import dev.latchkey.LockOptions;
import dev.latchkey.LockType;
import dev.latchkey.contract.RecordingListener;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.process.FencedResource;
import dev.latchkey.process.FlockCommand;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.LockWorker;
import dev.latchkey.process.OtherHolder;

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
		assertThat(inspect()).isEqualTo(new HeldFileStatus(job(), HeldFileState.FREE, List.of(), null, null, null));
		assertThat(this.directory).isEmptyDirectory();
		assertThat(breakStalled()).isEqualTo(HeldFileState.FREE);
	}

	@Test
	void aHeldLockTellsItsOwnerItsAgeAndItsToken() {
		try (LockHold hold = this.locks.tryAcquire(job()).orElseThrow()) {
			HeldFileStatus status = inspect();
			assertThat(status.state()).isEqualTo(HeldFileState.HELD);
			assertThat(status.owners()).containsExactly(hold.owner());
			assertThat(status.age()).isBetween(Duration.ZERO, Duration.ofSeconds(20));
			assertThat(status.fencingToken()).isEqualTo(hold.fencingToken());
			assertThat(breakStalled()).isEqualTo(HeldFileState.HELD);
			hold.requireHeld();
		}
	}

	@Test
	void aStalledHolderIsReportedAndLeftAloneUntilAnOperatorBreaksItsLock() throws Exception {
		try (OtherHolder other = OtherHolder.of(LockType.HELD_FILE, this.directory)) {
			Long firstToken = inspect().fencingToken();
			other.stop();
			touchSecondsAgo(31);
			HeldFileStatus status = inspect();
			assertThat(status.state()).isEqualTo(HeldFileState.STALLED);
			assertThat(status.owners()).extracting(LockHolder::pid).containsExactly(other.pid());
			assertThat(this.locks.tryAcquire(job())).isEmpty();
			assertThat(this.listener.events()).containsExactly("stalled");
			boolean held = this.locks.withLock(job(), Duration.ofMillis(700), Optional::isPresent);
			assertThat(held).isFalse();
			assertThat(this.listener.events()).containsExactly("stalled", "waiting", "wait ended", "timed out");

			assertThat(breakStalled()).isEqualTo(HeldFileState.STALLED);
			assertThat(this.listener.events()).endsWith("stale broken");
			try (LockHold hold = this.locks.tryAcquire(job()).orElseThrow()) {
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
	void anOwnerWhoDiedLeavesAStaleFile() {
		leaveRecordBehind();
		HeldFileStatus status = inspect();
		assertThat(status.state()).isEqualTo(HeldFileState.STALE);
		assertThat(status.owners()).singleElement().satisfies((owner) -> {
			assertThat(owner.confidence()).isEqualTo(Confidence.ANNOUNCED);
			assertThat(owner.executable()).isNull();
		});
		assertThat(this.locks.owners(job())).isEmpty();
		assertThat(breakStalled()).isEqualTo(HeldFileState.STALE);
		assertThat(job()).doesNotExist();
		assertThat(this.listener.events()).containsExactly("stale broken");
	}

	@Test
	void aTakeoverIsReported() {
		leaveRecordBehind();
		this.locks.tryAcquire(job()).orElseThrow().close();
		assertThat(this.listener.events()).containsExactly("stale broken", "acquired", "released");
	}

	@ParameterizedTest
	@ValueSource(strings = { FOREIGN, "", "4242 6f1c" })
	void aForeignFileIsJudgedByItsAge(String content) throws IOException {
		Files.writeString(job(), content);
		touchSecondsAgo(10);
		HeldFileStatus status = inspect();
		assertThat(status.state()).isEqualTo(HeldFileState.FOREIGN);
		assertThat(status.age()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(25));
		assertThat(status.fencingToken()).isNull();
		assertThat(breakStalled()).isEqualTo(HeldFileState.FOREIGN);
		assertThat(job()).hasContent(content);
		touchSecondsAgo(31);
		assertThat(inspect().state()).isEqualTo(HeldFileState.STALE);
		assertThat(breakStalled()).isEqualTo(HeldFileState.STALE);
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
		assertThat(inspect().state()).isEqualTo(HeldFileState.STALE);
	}

	@Test
	void aFileThatAForeignProgramHasLockedAfterItsOwnerDiedIsHeldByThatProgram() throws Exception {
		leaveRecordBehind();
		touchSecondsAgo(3600);
		try (FlockCommand holder = FlockCommand.of(job())) {
			assertHeldAndLeftAlone(holder.pid());
		}
		assertThat(inspect().state()).isEqualTo(HeldFileState.STALE);
	}

	@Test
	void aFileThatAJvmHasLockedWithoutARecordIsHeldByThatJvm() throws Exception {
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
			HeldFileStatus status = breakStalled(HeldFileState.MALFORMED);
			assertThat(status.owners()).extracting(LockHolder::pid).containsExactly(holder.pid());
			assertThat(job()).hasContent("precious data");
		}
	}

	private void assertHeldAndLeftAlone(long pid) {
		HeldFileStatus status = inspect();
		assertThat(status.state()).isEqualTo(HeldFileState.HELD);
		assertThat(status.owners()).singleElement().satisfies((owner) -> {
			assertThat(owner.pid()).isEqualTo(pid);
			assertThat(owner.confidence()).isEqualTo(Confidence.CONFIRMED);
		});
		assertThat(this.locks.owners(job())).isEqualTo(status.owners());
		HeldFileStatus broken = breakStalled(HeldFileState.HELD);
		assertThat(broken.isBreakable()).isFalse();
		assertThat(job()).exists();
		assertThat(this.locks.tryAcquire(job())).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "precious data", "4242 precious", "\0\1\2" })
	void whatIsNoLockFileIsMalformedAndStays(String content) throws IOException {
		Files.writeString(job(), content);
		touchSecondsAgo(3600);
		assertThat(inspect())
			.isEqualTo(new HeldFileStatus(job(), HeldFileState.MALFORMED, List.of(), null, null, null));
		assertThat(breakStalled()).isEqualTo(HeldFileState.MALFORMED);
		assertThat(job()).hasContent(content);
		assertThat(this.locks.owners(job())).isEmpty();
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
		assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> this.locks.tryAcquire(job()));
		assertThatExceptionOfType(LockFileException.class)
			.isThrownBy(() -> this.locks.acquire(job(), Duration.ofMillis(10)));
		assertThatExceptionOfType(LockFileException.class).isThrownBy(this::breakStalled);
		assertThat(Files.exists(job(), LinkOption.NOFOLLOW_LINKS)).isTrue();
	}

	@Test
	void aStallIsToldOnceHoweverOftenItsLockIsAskedFor() throws IOException {
		try (OtherHolder other = OtherHolder.of(LockType.HELD_FILE, this.directory);
				HeldFileLocks alike = this.locks.with(LockOptions.ofStaleAfter(Duration.ofSeconds(20)), null)) {
			other.stop();
			touchSecondsAgo(31);
			assertThat(this.locks.tryAcquire(job())).isEmpty();
			assertThat(this.locks.tryAcquire(job())).isEmpty();
			assertThat(alike.tryAcquire(job())).isEmpty();
			assertThat(this.listener.events()).containsExactly("stalled");
			other.resume();
		}
	}

	@Test
	void aHolderWithALongHeartbeatIsNotStalledForALookerWithAShortOne() throws IOException {
		try (HeldFileLocks slow = this.locks.with(LockOptions.ofStaleAfter(Duration.ofMinutes(10)), null);
				LockHold hold = slow.tryAcquire(job()).orElseThrow()) {
			touchSecondsAgo(199);
			assertThat(inspect().state()).isEqualTo(HeldFileState.HELD);
			assertThat(breakStalled()).isEqualTo(HeldFileState.HELD);
			hold.requireHeld();
			touchSecondsAgo(601);
			assertThat(breakStalled()).isEqualTo(HeldFileState.STALLED);
		}
	}

	@Test
	void aHolderOfAnotherProcessWithALongHeartbeatIsNotToldOfAsStalled() throws IOException {
		try (OtherHolder other = OtherHolder.of(LockType.HELD_FILE, this.directory)) {
			other.stop();
			Files.writeString(job(), Files.readString(job()).strip() + " stale=600000\n");
			touchSecondsAgo(199);
			assertThat(this.locks.tryAcquire(job())).isEmpty();
			assertThat(this.listener.events()).isEmpty();
			touchSecondsAgo(601);
			assertThat(this.locks.tryAcquire(job())).isEmpty();
			assertThat(this.listener.events()).containsExactly("stalled");
			other.resume();
		}
	}

	@Test
	void aHolderWithTheDefaultHeartbeatIsNotStalledForALookerWithAShorterOne() throws IOException {
		try (HeldFileLocks hasty = this.locks.with(LockOptions.ofStaleAfter(Duration.ofSeconds(1)), null);
				LockHold hold = this.locks.tryAcquire(job()).orElseThrow()) {
			touchSecondsAgo(9);
			assertThat(hasty.inspect(job()).state()).isEqualTo(HeldFileState.HELD);
			assertThat(hasty.breakStalled(job()).state()).isEqualTo(HeldFileState.HELD);
			hold.requireHeld();
		}
	}

	@Test
	void aHolderThatGoesOnAndStallsAgainIsToldOfAgain() throws IOException {
		try (OtherHolder other = OtherHolder.of(LockType.HELD_FILE, this.directory)) {
			other.stop();
			touchSecondsAgo(60);
			assertThat(this.locks.tryAcquire(job())).isEmpty();
			touchSecondsAgo(31);
			assertThat(this.locks.tryAcquire(job())).isEmpty();
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
				assertThat(this.locks.tryAcquire(job())).isEmpty();
				other.resume();
			}
		}
		assertThat(this.listener.events()).containsExactly("stalled", "stalled");
	}

	private HeldFileStatus inspect() {
		return this.locks.inspect(job());
	}

	private HeldFileState breakStalled() {
		return this.locks.breakStalled(job()).state();
	}

	private HeldFileStatus breakStalled(HeldFileState expected) {
		HeldFileStatus status = this.locks.breakStalled(job());
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

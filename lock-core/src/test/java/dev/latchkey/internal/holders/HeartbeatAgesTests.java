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

package dev.latchkey.internal.holders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockHold;
import dev.latchkey.LockOptions;
import dev.latchkey.LockState;
import dev.latchkey.LockType;
import dev.latchkey.internal.acquire.FaultyCalls;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.heldfile.HeldFileLocks;
import dev.latchkey.internal.lockfile.FencingToken;
import dev.latchkey.internal.lockfile.OpenLockFile;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.LockWorker;
import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;

class HeartbeatAgesTests {

	private static final String FOREIGN = "4242 6f1c2c1e-8f4e-4b71-9d55-1f0f4f3f2a10 2026-11-20T09:07:23.156Z\n";

	@TempDir
	Path directory;

	private final AtomicLong nanoTime = new AtomicLong(-5);

	private final HeartbeatAges ages = new HeartbeatAges(this.nanoTime::get, FencingToken::now);

	private final LockRuntime runtime = LockRuntime.builder().build();

	private Path job;

	@BeforeEach
	void make() throws IOException {
		this.job = Files.writeString(this.directory.resolve("job.held"), FOREIGN);
	}

	@Test
	void theStampOfALocalFileTells() throws IOException {
		stamp(Instant.now().minusSeconds(100));
		assertThat(age(true)).isBetween(Duration.ofSeconds(100), Duration.ofSeconds(120));
	}

	@Test
	void aClockThatIsSetForwardDoesNotMakeALivingFileOld() throws IOException {
		AtomicLong wall = new AtomicLong(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
		HeartbeatAges ages = new HeartbeatAges(this.nanoTime::get, wall::get);
		stamp(Instant.now().minusSeconds(2));
		assertThat(age(ages, true)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(4));
		pass(1);
		wall.addAndGet(Duration.ofHours(1).toMillis() * 1_000);
		assertThat(age(ages, true)).isZero();
		pass(10);
		wall.addAndGet(10_000_000);
		assertThat(age(ages, true)).hasSeconds(10);
		pass(30);
		wall.addAndGet(30_000_000);
		assertThat(age(ages, true)).hasSeconds(40);
	}

	@Test
	void aClockThatGoesALittleFastIsNotSet() throws IOException {
		AtomicLong wall = new AtomicLong(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
		HeartbeatAges ages = new HeartbeatAges(this.nanoTime::get, wall::get);
		stamp(Instant.now().minusSeconds(2));
		pass(3600);
		wall.addAndGet(3_601_800_000L);
		assertThat(age(ages, true)).isGreaterThan(Duration.ofHours(1));
	}

	@Test
	void aStampInTheFutureIsWatchedWithOurOwnClock() throws IOException {
		stamp(Instant.now().plusSeconds(3600));
		assertThat(age(true)).isZero();
		pass(20);
		assertThat(age(true)).hasSeconds(20);
		stamp(Instant.now().plusSeconds(3700));
		assertThat(age(true)).isZero();
		pass(31);
		assertThat(age(true)).hasSeconds(31);
		stamp(Instant.now().minusSeconds(2));
		assertThat(age(true)).isLessThan(Duration.ofSeconds(20));
	}

	@Test
	void aStampThatAnotherMachineMadeIsWatchedToo() throws IOException {
		Requirement.MOVABLE_FILES.require();
		stamp(Instant.now().minusSeconds(3600));
		assertThat(age(false)).isZero();
		pass(31);
		assertThat(age(false)).hasSeconds(31);
		Path other = Files.writeString(this.directory.resolve("other"), FOREIGN);
		Files.setLastModifiedTime(other, Files.getLastModifiedTime(this.job));
		Files.move(other, this.job, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
		assertThat(age(false)).isZero();
	}

	@Test
	void aForeignFileWithAStampInTheFutureIsReplacedWhenItStopsChanging() throws Exception {
		stamp(Instant.now().plusSeconds(3600));
		try (HeldFileLocks locks = new HeldFileLocks(this.runtime, options())) {
			assertThat(locks.lock(this.job).tryAcquire()).isEmpty();
			try (LockHold hold = locks.lock(this.job).acquire(Duration.ofMinutes(1))) {
				hold.requireHeld();
			}
		}
	}

	@Test
	void onAFilesystemOfOtherMachinesADeadHolderIsToldByItsHeartbeatOnly() throws Exception {
		Files.delete(this.job);
		try (ForkedJvm victim = LockWorker.start(LockType.HELD_FILE, this.directory)) {
			assertThat(victim.ask("try")).startsWith("held");
			victim.kill();
		}
		LockRuntime remote = FaultyCalls.runtimeOnRemoteFileSystem();
		try (HeldFileLocks locks = new HeldFileLocks(remote, options())) {
			assertThat(locks.lock(this.job).inspect().state()).isEqualTo(LockState.UNVERIFIED);
			assertThat(locks.lock(this.job).tryAcquire()).isEmpty();
			try (LockHold hold = locks.lock(this.job).acquire(Duration.ofMinutes(1))) {
				hold.requireHeld();
			}
		}
	}

	@Test
	void onAFilesystemOfOtherMachinesABeatingHolderWithoutFlockIsNotRobbed() throws Exception {
		LockRuntime remote = FaultyCalls.runtimeOnRemoteFileSystem();
		try (HeldFileLocks locks = new HeldFileLocks(remote, options())) {
			Instant start = Instant.now();
			Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> {
				stamp(Instant.now().minusSeconds(3600));
				assertThat(locks.lock(this.job).tryAcquire()).isEmpty();
				return start.isBefore(Instant.now().minusSeconds(2));
			});
		}
	}

	private static LockOptions options() {
		return LockOptions.of(Duration.ofSeconds(1), Duration.ofMillis(200));
	}

	private Duration age(boolean local) {
		return age(this.ages, local);
	}

	private Duration age(HeartbeatAges ages, boolean local) {
		OpenLockFile file = OpenLockFile.openToLook(this.runtime, NativePath.of(this.job));
		assertThat(file).isNotNull();
		try {
			return ages.of(this.job, file, local);
		}
		finally {
			file.close();
		}
	}

	private void stamp(Instant time) throws IOException {
		Files.setLastModifiedTime(this.job, FileTime.from(time));
	}

	private void pass(int seconds) {
		this.nanoTime.addAndGet(seconds * 1_000_000_000L);
	}

}

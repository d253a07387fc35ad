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

package dev.latchkey.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.latchkey.Latchkey;
import dev.latchkey.LockFileException;
import dev.latchkey.LockHold;
import dev.latchkey.LockListener;
import dev.latchkey.LockType;
import dev.latchkey.internal.acquire.FaultyCalls;
import dev.latchkey.internal.claim.ClaimDirectory;
import dev.latchkey.internal.platform.Errno;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.TestLock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A process that has no descriptor left closes the files that it keeps open for the next
 * acquisition, and tries once more.
 */
class DescriptorsRunOutTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final Set<String> OPENING = Set.of("open", "openToLook", "create", "createNameless", "duplicate",
			"list");

	private static final byte[] NOTHING = {};

	@TempDir
	Path directory;

	static Stream<Arguments> faults() {
		return Stream.of(LockType.values())
			.filter((type) -> type != LockType.REGISTRY)
			.flatMap((type) -> Stream.of(Errno.EMFILE, Errno.ENFILE).map((errno) -> Arguments.of(type, errno)));
	}

	@ParameterizedTest
	@MethodSource("faults")
	void eachFileMayBeOneTooMany(LockType type, Errno errno) throws Exception {
		int number = 1;
		while (isOneTooMany(number, type, errno)) {
			number++;
		}
		assertThat(number).as("files that were one too many").isGreaterThan(1);
	}

	private boolean isOneTooMany(int number, LockType type, Errno errno) throws Exception {
		Path idle = Files.createTempDirectory(this.directory, "idle");
		Path locks = Files.createTempDirectory(this.directory, "locks");
		FaultyCalls calls = new FaultyCalls(OPENING::contains, errno);
		try (Latchkey latchkey = Latchkey.builder().directory(idle).build();
				LockHold held = latchkey.claims().claim("held", NOTHING).tryAcquire().orElseThrow();
				TestLock lock = TestLock.of(type, locks, calls.runtime(LockListener.NONE))) {
			latchkey.claims().claim("idle", NOTHING).tryAcquire().orElseThrow().close();
			latchkey.heldFile(idle.resolve("idle.held")).tryAcquire().orElseThrow().close();
			assertThat(OpenFiles.below(idle)).hasSize(5);
			calls.failOnce(number);
			LockHold hold = lock.acquire(LONG);
			boolean failed = calls.hasFailed();
			calls.work();
			assertThat(OpenFiles.below(idle)).as("open after file %s was one too many", number).hasSize(failed ? 2 : 5);
			hold.requireHeld();
			hold.close();
			held.requireHeld();
			return failed;
		}
	}

	@ParameterizedTest
	@MethodSource("faults")
	void theSecondFailureIsTold(LockType type, Errno errno) throws Exception {
		int number = 1;
		while (failsTwice(number, type, errno)) {
			number++;
		}
		assertThat(number).as("files that were too many").isGreaterThan(1);
	}

	private boolean failsTwice(int number, LockType type, Errno errno) throws Exception {
		Path locks = Files.createTempDirectory(this.directory, "locks");
		FaultyCalls calls = new FaultyCalls((name) -> OPENING.contains(name) && !name.equals("duplicate"), errno);
		TestLock lock = TestLock.of(type, locks, calls.runtime(LockListener.NONE));
		Set<String> before = OpenFiles.below(locks);
		calls.failTwice(number);
		boolean failed = fails(lock, calls, errno);
		calls.work();
		lock.acquire(LONG).close();
		lock.close();
		assertThat(OpenFiles.below(locks)).as("open after file %s was too many", number).isEqualTo(before);
		return failed;
	}

	private static boolean fails(TestLock lock, FaultyCalls calls, Errno errno) throws InterruptedException {
		LockHold hold;
		try {
			hold = lock.acquire(LONG);
		}
		catch (LockFileException ex) {
			assertThat(ex).hasMessageContaining(Errno.describe(errno.result()));
			return true;
		}
		assertThat(calls.hasFailed()).isFalse();
		calls.work();
		hold.close();
		return false;
	}

	@Test
	void otherFailuresCloseNothing() throws IOException {
		FaultyCalls calls = new FaultyCalls(OPENING::contains, Errno.EACCES);
		try (Latchkey latchkey = Latchkey.builder().directory(this.directory).build();
				ClaimDirectory faulty = ClaimDirectory.open(this.directory, calls.runtime(LockListener.NONE))) {
			latchkey.claims().claim("idle", NOTHING).tryAcquire().orElseThrow().close();
			calls.failOnce(1);
			assertThatExceptionOfType(LockFileException.class)
				.isThrownBy(() -> faulty.claim("other", NOTHING).tryAcquire());
			assertThat(OpenFiles.below(this.directory)).hasSize(2);
		}
	}

	/** They are needed for connections and classes too. */
	@Test
	void aProcessThatMayHaveFewFilesOpenKeepsFewOpen() {
		try (ForkedJvm process = ForkedJvm.startWithOpenFiles(256, IdleClaims.class, this.directory.toString())) {
			assertThat(process.answer()).isEqualTo("idle " + (2 * 32 + 32));
		}
	}

	@Test
	void aProcessUsesMoreLocksThanItMayHaveFilesOpen() throws IOException {
		try (ForkedJvm process = ForkedJvm.startWithOpenFiles(256, ManyLocks.class, this.directory.toString());
				Latchkey latchkey = Latchkey.builder().directory(this.directory.resolve("claims0")).build()) {
			assertThat(process.answer()).isEqualTo("holds 40");
			assertThat(latchkey.claims().claim("job0", NOTHING).tryAcquire()).isEmpty();
			assertThat(latchkey.heldFile(this.directory.resolve("job19.held")).tryAcquire()).isEmpty();
		}
	}

}

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
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockHold;
import dev.latchkey.LockListener;
import dev.latchkey.LockType;
import dev.latchkey.internal.acquire.FaultyCalls;
import dev.latchkey.internal.platform.Errno;
import dev.latchkey.process.TestLock;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lets each system call of an acquisition and its release fail in turn: the first, then
 * the second, until none is left to fail. Each time the failure is a typed one, no
 * descriptor stays open, and the lock can be had afterwards.
 */
class FaultSweepTests {

	private static final List<Errno> ERRORS = List.of(Errno.EIO, Errno.ENOSPC, Errno.EMFILE, Errno.EACCES, Errno.ENOLCK,
			Errno.ESTALE, Errno.EINTR);

	@TempDir
	Path directory;

	static Stream<Arguments> faults() {
		return Stream.of(LockType.values())
			.filter((type) -> type != LockType.REGISTRY)
			.flatMap((type) -> ERRORS.stream().map((errno) -> Arguments.of(type, errno)));
	}

	@ParameterizedTest
	@MethodSource("faults")
	void eachCallMayFail(LockType type, Errno errno) throws IOException {
		int number = 1;
		while (failsAt(number, type, errno)) {
			number++;
		}
		assertThat(number).as("calls that were made to fail").isGreaterThan(10);
	}

	private boolean failsAt(int number, LockType type, Errno errno) throws IOException {
		Path locks = Files.createTempDirectory(this.directory, "locks");
		FaultyCalls calls = new FaultyCalls((name) -> true, errno);
		TestLock faulty = TestLock.of(type, locks, calls.runtime(LockListener.NONE));
		Set<String> before = OpenFiles.below(locks);
		calls.failOnce(number);
		try (LockHold hold = faulty.acquire(Duration.ofSeconds(30))) {
			assertThat(hold.isHeld()).isTrue();
		}
		catch (LatchkeyException ex) {
			assertThat(ex).hasMessageContaining(Errno.describe(errno.result())).hasMessageContaining(locks.toString());
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
		boolean failed = calls.hasFailed();
		calls.work();
		faulty.close();
		assertThat(OpenFiles.below(locks)).as("open after call %s failed", number).isEqualTo(before);
		TestLock other = TestLock.of(type, locks, LockListener.NONE);
		try (LockHold hold = other.tryAcquire().orElseThrow()) {
			hold.requireHeld();
		}
		other.close();
		assertThat(OpenFiles.below(locks)).isEqualTo(before);
		return failed;
	}

}

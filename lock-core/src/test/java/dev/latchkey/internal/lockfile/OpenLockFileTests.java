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

package dev.latchkey.internal.lockfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.latchkey.LockFileException;
import dev.latchkey.LockListener;
import dev.latchkey.internal.acquire.FaultyCalls;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.NativePath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OpenLockFileTests {

	@TempDir
	Path directory;

	@BeforeEach
	void makeFiles() throws IOException {
		Files.writeString(this.directory.resolve("spare"), "spare");
		Files.writeString(this.directory.resolve("one"), "one");
		Files.writeString(this.directory.resolve("other"), "other");
	}

	/** The kernel tells EINVAL if the number is above the limit itself. */
	@ParameterizedTest
	@EnumSource(value = Errno.class, names = { "EINVAL", "EMFILE" })
	void theOtherIsMovedDownIfNoNumberAboveItCanBeHad(Errno errno) {
		FaultyCalls calls = new FaultyCalls("duplicate"::equals, errno);
		LockRuntime runtime = calls.runtime(LockListener.NONE);
		OpenLockFile spare = open(runtime, "spare");
		OpenLockFile one = open(runtime, "one");
		OpenLockFile other = open(runtime, "other");
		int highest = Math.max(one.number(), other.number());
		OpenLockFile lower = (one.number() < other.number()) ? one : other;
		OpenLockFile higher = (lower == one) ? other : one;
		spare.close();
		calls.failTwice(1);
		if (errno == Errno.EINVAL) {
			calls.failOnce(1);
		}
		lower.moveAbove(higher);
		assertThat(lower.number()).isGreaterThan(higher.number()).isLessThanOrEqualTo(highest + 1);
		assertThat(one.read(10, 0)).asString().isEqualTo("one");
		assertThat(other.read(10, 0)).asString().isEqualTo("other");
		one.close();
		other.close();
	}

	@Test
	void aNumberThatCannotBeHadAtAllIsTold() {
		FaultyCalls calls = new FaultyCalls("duplicate"::equals, Errno.EMFILE);
		LockRuntime runtime = calls.runtime(LockListener.NONE);
		OpenLockFile one = open(runtime, "one");
		OpenLockFile other = open(runtime, "other");
		OpenLockFile lower = (one.number() < other.number()) ? one : other;
		OpenLockFile higher = (lower == one) ? other : one;
		calls.failAlways();
		assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> lower.moveAbove(higher))
			.withMessageContaining("EMFILE");
		assertThat(one.read(10, 0)).asString().isEqualTo("one");
		assertThat(other.read(10, 0)).asString().isEqualTo("other");
		one.close();
		other.close();
	}

	private OpenLockFile open(LockRuntime runtime, String name) {
		return Objects.requireNonNull(OpenLockFile.openToLook(runtime, NativePath.of(this.directory.resolve(name))));
	}

}

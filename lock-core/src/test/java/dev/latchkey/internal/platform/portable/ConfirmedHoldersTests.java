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

package dev.latchkey.internal.platform.portable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.latchkey.LockHolder;
import dev.latchkey.LockHolder.Confidence;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockType;
import dev.latchkey.UnsupportedPlatformException;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.platform.Platform;
import dev.latchkey.process.EachFileLock;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.LockWorker;
import dev.latchkey.process.TestLock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Holders that a record names, where the system tells which processes have a file open.
 * The kernel of Linux is asked in the place of macOS and Windows.
 */
class ConfirmedHoldersTests {

	@TempDir
	Path directory;

	@ParameterizedTest
	@EachFileLock
	void aHolderThatHasItsFileOpenIsConfirmed(LockType type) {
		assertThat(holders(type, new ProcFileUsers())).singleElement()
			.extracting(LockHolder::confidence)
			.isEqualTo(Confidence.CONFIRMED);
	}

	@ParameterizedTest
	@EachFileLock
	void aProcessThatHasNotTheFileOpenIsNoHolder(LockType type) {
		assertThat(holders(type, (file) -> Set.of(ProcessHandle.current().pid()))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Mac OS X", "Windows 11", "FreeBSD" })
	void aSystemThatCannotBeAskedIsRefusedAtOnce(String system) {
		System.setProperty(PortablePlatform.CONFIRM_HOLDERS, "true");
		try {
			assertThatExceptionOfType(UnsupportedPlatformException.class)
				.isThrownBy(() -> PortablePlatform.ofFileChannels(system))
				.withMessageContaining("processes that have a file open")
				.withMessageContaining("Remove the system property latchkey.confirm-holders")
				.withMessageNotContaining("resource path");
		}
		finally {
			System.clearProperty(PortablePlatform.CONFIRM_HOLDERS);
		}
	}

	private List<LockHolder> holders(LockType type, FileUsers users) {
		Platform platform = PortablePlatform.of(JdkFiles.ofThisSystem(), PortableTraits.of("Linux"), users);
		try (ForkedJvm holder = ForkedJvm.start(Map.of("latchkey.platform", "portable"), LockWorker.class, type.name(),
				this.directory.toString());
				LockRuntime runtime = LockRuntime.builder(platform).build();
				TestLock lock = TestLock.of(type, this.directory, runtime)) {
			assertThat(holder.answer()).isEqualTo("ready");
			assertThat(holder.ask("try")).startsWith("held");
			return catchThrowableOfType(LockTimeoutException.class, () -> lock.acquire(Duration.ofMillis(20)))
				.holders();
		}
	}

}

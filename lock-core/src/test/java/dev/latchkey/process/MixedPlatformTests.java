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

package dev.latchkey.process;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.latchkey.LockType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes on different platforms of one machine, whose locks are those of flock(2).
 */
class MixedPlatformTests {

	private static final String NATIVE = "native";

	private static final String PORTABLE_FLOCK = "portable-flock";

	@TempDir
	Path directory;

	@ParameterizedTest
	@EachFileLock
	void platformsExcludeEachOther(LockType type) {
		try (ForkedJvm one = worker(NATIVE, type); ForkedJvm other = worker(PORTABLE_FLOCK, type)) {
			assertThatOnlyOneHolds(one, other);
			assertThatOnlyOneHolds(other, one);
		}
	}

	private static void assertThatOnlyOneHolds(ForkedJvm holder, ForkedJvm other) {
		assertThat(holder.ask("try")).startsWith("held ");
		assertThat(other.ask("try")).isEqualTo("busy");
		assertThat(holder.ask("require")).isEqualTo("held");
		other.send("acquire 60000");
		assertThat(holder.ask("release")).isEqualTo("released");
		assertThat(other.answer()).startsWith("held ");
		assertThat(holder.ask("try")).isEqualTo("busy");
		assertThat(other.ask("release")).isEqualTo("released");
	}

	/**
	 * Of a file that exists only while it is held the record tells whether its holder is
	 * dead, and each platform can judge its own records only.
	 */
	@ParameterizedTest
	@EnumSource(value = LockType.class, names = { "CLAIM", "NAMED", "PACK", "PID_FILE" })
	void aKilledHolderOfAnotherPlatformIsFollowed(LockType type) {
		assertThatTheNextFollows(worker(NATIVE, type), worker(PORTABLE_FLOCK, type));
		assertThatTheNextFollows(worker(PORTABLE_FLOCK, type), worker(NATIVE, type));
	}

	private static void assertThatTheNextFollows(ForkedJvm holder, ForkedJvm next) {
		try (holder; next) {
			String before = holder.ask("try");
			next.send("acquire 60000");
			holder.kill();
			assertThat(token(next.answer())).isGreaterThan(token(before));
			assertThat(next.ask("release")).isEqualTo("released");
		}
	}

	private static long token(String answer) {
		assertThat(answer).startsWith("held ");
		return Long.parseLong(answer.split(" ", -1)[1]);
	}

	@ParameterizedTest
	@EachFileLock
	void aScriptWithFlockExcludesThePortablePlatform(LockType type) {
		try (ForkedJvm worker = worker(PORTABLE_FLOCK, type)) {
			assertThat(worker.ask("try")).startsWith("held ");
			Path file = this.directory.resolve("locks").resolve(TestLock.fileName(type));
			assertThat(Requirement.run("flock", "--nonblock", "--exclusive", file.toString(), "true")).isFalse();
			assertThat(worker.ask("release")).isEqualTo("released");
		}
	}

	private ForkedJvm worker(String platform, LockType type) {
		ForkedJvm worker = ForkedJvm.start(Map.of("latchkey.platform", platform), LockWorker.class, type.name(),
				this.directory.resolve("locks").toString());
		assertThat(worker.answer()).isEqualTo("ready");
		return worker;
	}

}

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

package dev.latchkey.internal.platform.linux;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.RunningProcess;

import static org.assertj.core.api.Assertions.assertThat;

class LinuxRunningProcessTests {

	/** How a process is taken hold of. */
	enum Way {

		DESCRIPTOR(LinuxRunningProcess::open), NUMBER(LinuxNumberedProcess::open);

		@SuppressWarnings("ImmutableEnumChecker") // it has no state
		private final LongFunction<@Nullable RunningProcess> open;

		Way(LongFunction<@Nullable RunningProcess> open) {
			this.open = open;
		}

		RunningProcess open(long pid) {
			RunningProcess process = this.open.apply(pid);
			assertThat(process).isNotNull();
			return process;
		}

	}

	@SuppressWarnings("NullAway.Init")
	private Process sleeper;

	@BeforeEach
	void start() throws IOException {
		this.sleeper = new ProcessBuilder("sleep", "1000").start();
	}

	@AfterEach
	void end() {
		this.sleeper.destroyForcibly();
	}

	@ParameterizedTest
	@EnumSource
	void aProcessIsTerminatedAndItsEndIsTold(Way way) throws Exception {
		try (RunningProcess process = way.open(this.sleeper.pid())) {
			assertThat(process.awaitEnd(0)).isFalse();
			assertThat(process.terminate()).isZero();
			assertThat(process.awaitEnd(60_000)).isTrue();
			assertThat(this.sleeper.waitFor(1, TimeUnit.MINUTES)).isTrue();
			assertThat(this.sleeper.exitValue()).isEqualTo(128 + 15);
			assertThat(process.terminate()).isEqualTo(Errno.ESRCH.result());
			assertThat(process.kill()).isEqualTo(Errno.ESRCH.result());
			assertThat(process.awaitEnd(0)).isTrue();
		}
	}

	@ParameterizedTest
	@EnumSource
	void aProcessIsKilled(Way way) throws Exception {
		try (RunningProcess process = way.open(this.sleeper.pid())) {
			assertThat(process.kill()).isZero();
			assertThat(process.awaitEnd(60_000)).isTrue();
			assertThat(this.sleeper.waitFor()).isEqualTo(128 + 9);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aWaitForAProcessThatGoesOnEndsInTime(Way way) {
		try (RunningProcess process = way.open(this.sleeper.pid())) {
			long start = System.nanoTime();
			assertThat(process.awaitEnd(50)).isFalse();
			assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(45_000_000);
		}
	}

	@Test
	void aNumberThatNoProcessHasIsNone() {
		for (long none : new long[] { 0, -1, 1L << 30, 1L << 40 }) {
			assertThat(LinuxRunningProcess.open(none)).as("%s", none).isNull();
		}
		assertThat(LinuxNumberedProcess.open(1L << 30)).isNull();
	}

}

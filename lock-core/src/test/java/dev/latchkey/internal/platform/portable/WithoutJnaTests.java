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
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

import dev.latchkey.LockType;
import dev.latchkey.process.EachFileLock;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.LockWorker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that have left JNA out.
 */
class WithoutJnaTests {

	private static final String JNA = "jna";

	@TempDir
	Path directory;

	@ParameterizedTest
	@EachFileLock
	void fileChannelsNeedNoNativeCalls(LockType type) {
		Map<String, String> portable = Map.of("latchkey.platform", "portable");
		try (ForkedJvm worker = ForkedJvm.startWithoutLibrary(JNA, portable, LockWorker.class, type.name(),
				this.directory.resolve("locks").toString())) {
			assertThat(worker.answer()).isEqualTo("ready");
			assertThat(worker.ask("try")).startsWith("held ");
			assertThat(worker.ask("require")).isEqualTo("held");
			assertThat(worker.ask("release")).isEqualTo("released");
			assertThat(worker.ask("acquire 1000")).startsWith("held ");
		}
	}

	/** With other locks the process would exclude none that has JNA. */
	@Test
	void macOsWithoutJnaIsRefused() {
		try (ForkedJvm worker = ForkedJvm.startWithoutLibrary(JNA, Map.of("os.name", "Mac OS X", "os.arch", "aarch64"),
				PlatformWorker.class)) {
			assertThat(worker.answer()).isEqualTo(worker.ask("again"))
				.startsWith("The function flock cannot be reached through JNA: ")
				.contains("NoClassDefFoundError: com/sun/jna/")
				.contains("Add net.java.dev.jna:jna to the application");
		}
	}

}

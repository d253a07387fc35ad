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
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.UnsupportedPlatformException;
import dev.latchkey.internal.platform.ProcessIdentity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Sandboxes hide parts of {@code /proc}.
 */
class HiddenProcTests {

	@TempDir
	Path proc;

	@Test
	void whatIsHiddenIsNotToldAndAllElseWorks() throws IOException {
		Path self = Files.createDirectory(this.proc.resolve("self"));
		Path unused = Files.copy(Path.of("/proc/self/stat"), self.resolve("stat"));
		LinuxProcessCalls calls = new LinuxProcessCalls(this.proc);
		ProcessIdentity seen = new LinuxProcessCalls().self();
		assertThat(calls.self().pid()).isEqualTo(seen.pid());
		assertThat(calls.self().startTicks()).isEqualTo(seen.startTicks());
		assertThat(calls.self().pidNamespace()).isZero();
		// Another process must not be taken for one of this start of the machine.
		assertThat(calls.self().bootId()).isNotEqualTo(new LinuxProcessCalls(this.proc).self().bootId()).hasSize(36);
		assertThat(calls.describe(seen.pid())).satisfies((process) -> {
			assertThat(process.startTicks()).isEqualTo(seen.startTicks());
			assertThat(process.startedAt()).isNull();
		});
	}

	@Test
	void withoutProcItIsRefused() {
		assertThatExceptionOfType(UnsupportedPlatformException.class).isThrownBy(() -> new LinuxProcessCalls(this.proc))
			.withMessageContaining("/proc cannot be read");
	}

	@Test
	void whoHasNoDescriptorLeftIsToldSoAndNotToMountAnything() {
		assertThat(LinuxProcessCalls.remedy(new FileSystemException("/proc/self/stat", null, "Too many open files")))
			.contains("ulimit -n")
			.doesNotContain("Mount");
		assertThat(LinuxProcessCalls.remedy(new NoSuchFileException("/proc/self/stat"))).startsWith("Mount it");
	}

}

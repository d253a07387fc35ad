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

package dev.latchkey.internal.waits;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.platform.portable.FileLocksWorker;
import dev.latchkey.internal.platform.portable.SimulatedWindows;
import dev.latchkey.process.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WaitRecordFile} where no open file is renamed or removed.
 */
class WaitRecordFileTests {

	@TempDir
	Path directory;

	private final LockRuntime runtime = LockRuntime.builder(SimulatedWindows.platform()).build();

	private WaitRecordFile record;

	@AfterEach
	void withdraw() {
		this.record.withdraw();
	}

	@Test
	void eachContentTakesThePlaceOfTheOneBefore() throws IOException {
		publish("one");
		assertThat(contents()).containsExactly("one");
		this.record.publish(bytes("two"));
		assertThat(contents()).containsExactly("two");
		this.record.withdraw();
		assertThat(files()).isEmpty();
	}

	@Test
	void aFileThatAnotherProcessLooksAtDoesNotCountAnyMoreAndIsRemovedLater() throws IOException {
		publish("one");
		Path former = files().get(0);
		try (ForkedJvm looker = ForkedJvm.start(FileLocksWorker.class, "CHANNEL")) {
			assertThat(looker.answer()).isEqualTo("ready");
			assertThat(looker.ask("open one " + former)).isEqualTo("done");
			this.record.publish(bytes("two"));
			assertThat(former).exists();
			assertThat(contents()).containsExactly("two");
			assertThat(looker.ask("close one")).isEqualTo("done");
		}
		files().forEach((file) -> WaitRecordFile.removeIfLeft(this.runtime, file));
		assertThat(former).doesNotExist();
		assertThat(contents()).containsExactly("two");
	}

	@Test
	void theFilesOfAProcessAreKnownByItsName() {
		assertThat(WaitRecordFile.isOf(Path.of("/x/1-2-3"), "1-2-3")).isTrue();
		assertThat(WaitRecordFile.isOf(Path.of("/x/1-2-3.7"), "1-2-3")).isTrue();
		assertThat(WaitRecordFile.isOf(Path.of("/x/1-2-34"), "1-2-3")).isFalse();
		publish("one");
	}

	private void publish(String content) {
		this.record = new WaitRecordFile(this.runtime, this.directory, "1-2-3");
		this.record.publish(bytes(content));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.toList();
		}
	}

	private List<String> contents() throws IOException {
		return files().stream()
			.map((file) -> WaitRecordFile.read(this.runtime, file))
			.filter((content) -> content != null)
			.map((content) -> new String(content, StandardCharsets.UTF_8))
			.toList();
	}

}

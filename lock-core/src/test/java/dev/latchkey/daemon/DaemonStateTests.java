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

package dev.latchkey.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.latchkey.LockFileException;
import dev.latchkey.LockListener;
import dev.latchkey.internal.acquire.FaultyCalls;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.pidfile.PidFileLock;
import dev.latchkey.internal.platform.Errno;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DaemonStateTests {

	private static final Path GOLDEN = Path.of("src/test/resources/vectors/daemon-state.json");

	private static final DaemonState STATE = new DaemonState(1, 3435, 1_795_165_645_923L, 1_795_165_646_925L,
			1_795_165_646_925L, 0, 0, null);

	@TempDir
	Path directory;

	private final LockRuntime runtime = LockRuntime.builder().build();

	@Test
	void theGoldenFileIsReadAndWrittenByteForByte() throws IOException {
		assertThat(new DaemonStateFile(this.runtime, GOLDEN).read()).hasValue(STATE);
		file().write(STATE);
		assertThat(path()).hasSameBinaryContentAs(GOLDEN);
	}

	@Test
	void whatWasWrittenIsReadBack() {
		DaemonState state = new DaemonState(1, 1, 2, 3, null, 4, 5, "failed: \"quoted\"\n\u0000 ü \\");
		file().write(state);
		assertThat(file().read()).hasValue(state);
		file().write(STATE);
		assertThat(file().read()).hasValue(STATE);
		assertThat(this.directory).isDirectoryContaining("glob:**/daemon-state.json")
			.isDirectoryNotContaining("glob:**/*.tmp");
	}

	@Test
	void anAbsentFileIsNoState() {
		assertThat(file().read()).isEmpty();
		file().remove();
	}

	@Test
	void whatALaterVersionAddsIsIgnored() throws IOException {
		String golden = Files.readString(GOLDEN);
		Files.writeString(path(), golden.replace("\"pid\"", "\"added\": {\"deep\": [1, {}]}, \"more\": true, \"pid\""));
		assertThat(file().read()).hasValue(STATE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "7", "{", "{\"version\": 1", "{\"version\": 1}", "not json",
			"{\"version\": 99999999999999999999999}" })
	void whatIsNoStateIsRefused(String content) throws IOException {
		Files.writeString(path(), content);
		assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> file().read())
			.withMessageContaining("'" + path() + "' is not the state of a daemon: it ")
			.withMessageContaining("Move it away");
	}

	@Test
	void everyBeginningOfAStateIsRefusedOrTheWhole() throws IOException {
		byte[] golden = Files.readAllBytes(GOLDEN);
		for (int length = 0; length < golden.length; length++) {
			Files.writeString(path(), new String(golden, 0, length, StandardCharsets.UTF_8));
			assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> file().read());
		}
	}

	@Test
	void aReaderNeverSeesHalfAState() throws Exception {
		AtomicBoolean done = new AtomicBoolean();
		file().write(STATE);
		Thread writer = new Thread(() -> {
			DaemonState longer = new DaemonState(1, 1, 2, 3, null, 4, 5, "x".repeat(20_000));
			for (int i = 0; i < 100; i++) {
				file().write((i % 2 == 0) ? longer : STATE);
			}
			done.set(true);
		});
		writer.start();
		int reads = 0;
		while (!done.get()) {
			assertThat(file().read()).isPresent();
			reads++;
		}
		writer.join();
		assertThat(reads).isPositive();
	}

	@ParameterizedTest
	@CsvSource({ "create, ENOSPC", "write, ENOSPC", "sync, EIO", "renameOver, EACCES", "openToLook, EMFILE" })
	void aWriteThatFailsLeavesWhatWasThere(String call, Errno errno) throws IOException {
		file().write(STATE);
		FaultyCalls calls = new FaultyCalls(call::equals, errno);
		DaemonStateFile faulty = new DaemonStateFile(calls.runtime(LockListener.NONE), path());
		calls.failAlways();
		assertThatExceptionOfType(LockFileException.class)
			.isThrownBy(() -> faulty.write(new DaemonState(1, 1, 2, 3, null, 4, 5, null)))
			.withMessageContaining(errno.name());
		calls.work();
		// Only the last step comes after the exchange.
		assertThat(file().read().map(DaemonState::pid)).hasValue(call.equals("openToLook") ? 1L : STATE.pid());
		faulty.write(STATE);
		assertThat(file().read()).hasValue(STATE);
	}

	@Test
	void theStateIsBesideThePidFile() {
		assertThat(DaemonStateFile.beside(new PidFileLock(LockRuntime.builder().build(), Path.of("/run/daemon.pid")))
			.path()).isEqualTo(Path.of("/run/daemon-state.json"));
		assertThat(DaemonStateFile.beside(new PidFileLock(LockRuntime.builder().build(), Path.of("/run/app"))).path())
			.isEqualTo(Path.of("/run/app-state.json"));
	}

	private Path path() {
		return this.directory.resolve("daemon-state.json");
	}

	private DaemonStateFile file() {
		return new DaemonStateFile(this.runtime, path());
	}

}

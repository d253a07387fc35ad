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

package dev.latchkey.internal.ephemeral;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.latchkey.LockHold;
import dev.latchkey.LockLostException;
import dev.latchkey.LockType;
import dev.latchkey.contract.RecordingListener;
import dev.latchkey.process.EachFileLock;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.LockWorker;
import dev.latchkey.process.TestLock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EphemeralHoldTests {

	@TempDir
	Path directory;

	private final RecordingListener listener = new RecordingListener();

	@ParameterizedTest
	@EnumSource(names = { "HELD_FILE", "WRITER", "PID_FILE" })
	void aHoldKeepsOneFileOpen(LockType type) throws IOException {
		TestLock lock = lock(type);
		try (LockHold hold = lock.tryAcquire().orElseThrow()) {
			lock.close();
			assertThat(openFiles()).hasSize(1);
			hold.requireHeld();
		}
		assertThat(openFiles()).isEmpty();
		assertThat(lock.file()).doesNotExist();
	}

	@ParameterizedTest
	@EnumSource(names = { "HELD_FILE", "WRITER", "PID_FILE" })
	void aReleaseDoesNotMakeARemovedDirectoryAgain(LockType type) throws IOException {
		try (TestLock lock = lock(type)) {
			LockHold hold = lock.tryAcquire().orElseThrow();
			try (Stream<Path> files = Files.list(locks())) {
				for (Path file : files.toList()) {
					Files.delete(file);
				}
			}
			Files.delete(locks());
			hold.close();
			assertThat(locks()).doesNotExist();
		}
		assertThat(this.listener.events()).containsExactly("acquired", "lost");
	}

	@ParameterizedTest
	@EachFileLock
	void closingTellsOfALossThatNobodyHadNoticed(LockType type) throws IOException {
		try (TestLock lock = lock(type)) {
			LockHold hold = lock.tryAcquire().orElseThrow();
			Files.delete(hold.id().path());
			assertThatExceptionOfType(LockLostException.class).isThrownBy(hold::closeHeld);
			assertThat(hold.isHeld()).isFalse();
			lock.tryAcquire().orElseThrow().closeHeld();
		}
		assertThat(this.listener.events()).containsExactly("acquired", "lost", "acquired", "released");
	}

	@ParameterizedTest
	@EachFileLock
	void whatHasBeenClosedIsNotHeldAtItsEnd(LockType type) {
		try (TestLock lock = lock(type)) {
			LockHold hold = lock.tryAcquire().orElseThrow();
			hold.close();
			assertThatExceptionOfType(LockLostException.class).isThrownBy(hold::closeHeld);
		}
		assertThat(this.listener.events()).containsExactly("acquired", "released");
	}

	@ParameterizedTest
	@EnumSource(names = { "HELD_FILE", "WRITER", "PID_FILE" })
	void aTakeoverIsReported(LockType type) {
		try (ForkedJvm victim = LockWorker.start(type, locks())) {
			assertThat(victim.ask("try")).startsWith("held");
			victim.kill();
		}
		try (TestLock lock = lock(type)) {
			lock.tryAcquire().orElseThrow().close();
			lock.tryAcquire().orElseThrow().close();
		}
		assertThat(this.listener.events()).containsExactly("taken over", "acquired", "released", "acquired",
				"released");
	}

	private TestLock lock(LockType type) {
		return TestLock.of(type, locks(), this.listener);
	}

	private Path locks() {
		return this.directory.resolve("locks");
	}

	private List<String> openFiles() throws IOException {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			return descriptors.map(EphemeralHoldTests::target)
				.filter((target) -> target.startsWith(locks().toString()))
				.toList();
		}
	}

	private static String target(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString();
		}
		catch (IOException ex) {
			return "(closed meanwhile)";
		}
	}

}

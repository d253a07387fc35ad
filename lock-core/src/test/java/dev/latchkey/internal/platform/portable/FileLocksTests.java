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

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import dev.latchkey.internal.platform.NativeBuffer;
import dev.latchkey.internal.platform.portable.FileLocks.Opening;
import dev.latchkey.process.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

@ParameterizedClass
@EnumSource
class FileLocksTests {

	private final Primitive primitive;

	private final FileLocks locks;

	private Path file;

	FileLocksTests(Primitive primitive) {
		this.primitive = primitive;
		this.locks = primitive.locks();
	}

	@BeforeEach
	void create(@TempDir Path directory) throws IOException {
		this.file = Files.writeString(directory.resolve("file"), "content");
	}

	@Test
	void openingsOfAJvmExcludeEachOther() throws IOException {
		try (Opening one = this.locks.open(this.file); Opening other = this.primitive.locks().open(this.file)) {
			assertThat(one.key()).isEqualTo(other.key());
			assertThat(one.tryLock(false)).isTrue();
			assertThat(one.tryLock(false)).isTrue();
			assertThat(other.tryLock(false)).isFalse();
			assertThat(other.tryLock(true)).isFalse();
			one.unlock();
			assertThat(other.tryLock(false)).isTrue();
		}
	}

	@Test
	void openingsOfAJvmShareALock() throws IOException {
		try (Opening one = this.locks.open(this.file);
				Opening other = this.locks.open(this.file);
				Worker worker = new Worker()) {
			assertThat(one.tryLock(true)).isTrue();
			assertThat(other.tryLock(true)).isTrue();
			assertThat(worker.share()).isEqualTo("locked");
			worker.unlock();
			one.unlock();
			assertThat(worker.lock()).isEqualTo("busy");
			other.unlock();
			assertThat(worker.lock()).isEqualTo("locked");
		}
	}

	@Test
	void aLockThatIsConvertedIsReleasedFirst() throws IOException {
		try (Opening one = this.locks.open(this.file); Opening other = this.locks.open(this.file)) {
			assertThat(one.tryLock(true)).isTrue();
			assertThat(one.tryLock(false)).isTrue();
			assertThat(other.tryLock(true)).isFalse();
			assertThat(one.tryLock(true)).isTrue();
			assertThat(other.tryLock(true)).isTrue();
			assertThat(one.tryLock(false)).isFalse();
			assertThat(other.tryLock(false)).isTrue();
		}
	}

	/**
	 * A second file channel, closed, would give the lock away, and nothing would tell.
	 */
	@Test
	void theEndOfAnotherOpeningKeepsTheLock() throws IOException {
		try (Opening held = this.locks.open(this.file); Worker worker = new Worker()) {
			assertThat(held.tryLock(false)).isTrue();
			this.locks.open(this.file).close();
			this.primitive.locks().open(this.file).close();
			try (Opening looks = this.locks.open(this.file)) {
				assertThat(looks.tryLock(true)).isFalse();
				assertThat(looks.read(new NativeBuffer(3), 3, 0)).isEqualTo(3);
			}
			assertThat(worker.lock()).isEqualTo("busy");
		}
	}

	/** An interrupt in a read by a file channel would close it, and all its locks end. */
	@Test
	void anInterruptKeepsTheLock() throws IOException {
		try (Opening held = this.locks.open(this.file); Worker worker = new Worker()) {
			assertThat(held.tryLock(false)).isTrue();
			Thread.currentThread().interrupt();
			NativeBuffer buffer = new NativeBuffer(3);
			assertThat(held.read(buffer, 3, 0)).isEqualTo(3);
			assertThat(held.write(buffer, 3, 0)).isEqualTo(3);
			assertThat(held.size()).isEqualTo(7);
			held.sync();
			assertThat(Thread.interrupted()).isTrue();
			assertThat(worker.lock()).isEqualTo("busy");
		}
		finally {
			boolean unused = Thread.interrupted();
		}
	}

	@Test
	void theEndOfTheOpeningReleasesTheLock() throws IOException {
		try (Worker worker = new Worker(); Opening other = this.locks.open(this.file)) {
			try (Opening held = this.locks.open(this.file)) {
				assertThat(held.tryLock(false)).isTrue();
				assertThat(worker.lock()).isEqualTo("busy");
			}
			assertThat(worker.lock()).isEqualTo("locked");
			assertThat(other.tryLock(true)).isFalse();
		}
	}

	@Test
	void aKilledProcessHasNoLock() throws IOException {
		try (Worker worker = new Worker(); Opening opening = this.locks.open(this.file)) {
			assertThat(worker.lock()).isEqualTo("locked");
			assertThat(opening.tryLock(false)).isFalse();
			worker.kill();
			await().until(() -> opening.tryLock(false));
		}
	}

	@Test
	void aFileThatMayOnlyBeReadIsOpenedToLook() throws Exception {
		Files.setPosixFilePermissions(this.file, PosixFilePermissions.fromString("r--r--r--"));
		try (Opening opening = this.locks.open(this.file)) {
			assertThat(opening.tryLock(true)).isTrue();
		}
	}

	@Test
	void aFileIsMadeOnce() throws IOException {
		Path made = this.file.resolveSibling("made");
		try (Opening opening = this.locks.create(made); Opening other = this.locks.open(made)) {
			assertThat(opening.tryLock(false)).isTrue();
			assertThat(other.tryLock(false)).isFalse();
			assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> this.locks.create(made));
		}
		Files.delete(made);
		assertThatIOException().isThrownBy(() -> this.locks.open(made));
	}

	@Test
	void aFileInThePlaceOfAnotherIsAnotherLock() throws IOException {
		try (Opening held = this.locks.open(this.file)) {
			assertThat(held.tryLock(false)).isTrue();
			Files.move(this.file, this.file.resolveSibling("moved"));
			Files.writeString(this.file, "another");
			try (Opening another = this.locks.open(this.file);
					Opening moved = this.locks.open(this.file.resolveSibling("moved"))) {
				assertThat(another.tryLock(false)).isTrue();
				assertThat(moved.tryLock(false)).isFalse();
			}
		}
	}

	/** Another process, with the file open. */
	private final class Worker implements AutoCloseable {

		private final ForkedJvm process = ForkedJvm.start(FileLocksWorker.class, FileLocksTests.this.primitive.name());

		Worker() {
			assertThat(this.process.answer()).isEqualTo("ready");
			assertThat(this.process.ask("open file " + FileLocksTests.this.file)).isEqualTo("done");
		}

		String lock() {
			return this.process.ask("lock file");
		}

		String share() {
			return this.process.ask("share file");
		}

		void unlock() {
			assertThat(this.process.ask("unlock file")).isEqualTo("done");
		}

		void kill() {
			this.process.kill();
		}

		@Override
		public void close() {
			this.process.close();
		}

	}

}

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
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.internal.platform.portable.ChannelLocks.Opening;
import dev.latchkey.process.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class ChannelLocksTests {

	private final ChannelLocks locks = ChannelLocks.ofJvm();

	private Path file;

	@BeforeEach
	void create(@TempDir Path directory) throws IOException {
		this.file = Files.writeString(directory.resolve("file"), "content");
	}

	@Test
	void openingsOfAJvmExcludeEachOther() throws IOException {
		try (Opening one = this.locks.open(this.file); Opening other = this.locks.open(this.file)) {
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

	/** A second channel, closed, would give the lock away, and nothing would tell. */
	@Test
	void theEndOfAnotherOpeningKeepsTheLock() throws IOException {
		try (Opening held = this.locks.open(this.file); Worker worker = new Worker()) {
			assertThat(held.tryLock(false)).isTrue();
			this.locks.open(this.file).close();
			try (Opening looks = this.locks.open(this.file)) {
				assertThat(looks.tryLock(true)).isFalse();
				assertThat(looks.channel().read(ByteBuffer.allocate(3), 0)).isEqualTo(3);
			}
			assertThat(worker.lock()).isEqualTo("busy");
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
	void classLoadersShareTheTable() throws Exception {
		URL classes = ChannelLocks.class.getProtectionDomain().getCodeSource().getLocation();
		try (URLClassLoader loader = new URLClassLoader(new URL[] { classes }, ClassLoader.getPlatformClassLoader());
				Opening held = this.locks.open(this.file);
				Worker worker = new Worker()) {
			assertThat(held.tryLock(false)).isTrue();
			Class<?> type = loader.loadClass(ChannelLocks.class.getName());
			assertThat(type).isNotSameAs(ChannelLocks.class);
			Object theirs = accessible(type.getDeclaredMethod("ofJvm")).invoke(null);
			Object opening = accessible(type.getDeclaredMethod("open", Path.class)).invoke(theirs, this.file);
			assertThat(
					accessible(opening.getClass().getDeclaredMethod("tryLock", boolean.class)).invoke(opening, false))
				.isEqualTo(false);
			accessible(opening.getClass().getDeclaredMethod("close")).invoke(opening);
			assertThat(worker.lock()).isEqualTo("busy");
		}
	}

	private static Method accessible(Method method) {
		method.setAccessible(true);
		return method;
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
		assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> this.locks.open(made));
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

	@Test
	void nothingIsKeptOfFilesThatAreClosed() throws IOException {
		Map<?, ?> table = (Map<?, ?>) Objects.requireNonNull(System.getProperties().get("dev.latchkey.channels"));
		int before = table.size();
		Opening opening = this.locks.open(this.file);
		assertThat(table).hasSize(before + 1);
		opening.close();
		opening.close();
		assertThat(table).hasSize(before);
		assertThat(opening.channel().isOpen()).isFalse();
	}

	/** The content stays readable where a locked byte cannot be read. */
	@Test
	void noByteOfTheContentIsLocked() throws IOException {
		try (Opening opening = this.locks.open(this.file)) {
			assertThat(opening.tryLock(false)).isTrue();
			assertThat(opening.channel().tryLock(0, Long.MAX_VALUE >> 1, false)).isNotNull();
			assertThat(opening.channel().size()).isEqualTo(7);
		}
	}

	/** Another process, with the file open. */
	private final class Worker implements AutoCloseable {

		private final ForkedJvm process = ForkedJvm.start(ChannelLocksWorker.class);

		Worker() {
			assertThat(this.process.answer()).isEqualTo("ready");
			assertThat(this.process.ask("open file " + ChannelLocksTests.this.file)).isEqualTo("done");
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

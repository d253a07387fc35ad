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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.internal.platform.FileStatus;
import dev.latchkey.internal.platform.NativeBuffer;
import dev.latchkey.internal.platform.portable.FileLocks.Opening;
import dev.latchkey.process.FlockCommand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class FlockLocksTests {

	private static final int O_CLOEXEC = 02000000;

	private final FlockLocks locks = FlockLocks.load();

	private final FileStatus status = new FileStatus();

	private Path file;

	@BeforeEach
	void create(@TempDir Path directory) throws IOException {
		this.file = Files.writeString(directory.resolve("file"), "content");
	}

	@Test
	void usersOfFlockAreExcluded() throws IOException {
		try (Opening opening = this.locks.open(this.file)) {
			try (FlockCommand exclusive = FlockCommand.of(this.file)) {
				assertThat(exclusive.pid()).isPositive();
				assertThat(opening.tryLock(true)).isFalse();
			}
			try (FlockCommand sharing = FlockCommand.sharing(this.file)) {
				assertThat(sharing.pid()).isPositive();
				assertThat(opening.tryLock(false)).isFalse();
				assertThat(opening.tryLock(true)).isTrue();
			}
		}
	}

	@Test
	void aRefusedConversionReleasesTheLock() throws IOException {
		try (Opening one = this.locks.open(this.file);
				Opening other = this.locks.open(this.file);
				Opening third = this.locks.open(this.file)) {
			assertThat(one.tryLock(true)).isTrue();
			assertThat(other.tryLock(true)).isTrue();
			assertThat(one.tryLock(false)).isFalse();
			other.unlock();
			assertThat(third.tryLock(false)).isTrue();
		}
	}

	/** That would take a lock of a file channel away. */
	@Test
	void otherCodeMayOpenAndCloseTheFile() throws IOException {
		try (Opening held = this.locks.open(this.file)) {
			assertThat(held.tryLock(false)).isTrue();
			assertThat(Files.readString(this.file)).isEqualTo("content");
			try (Opening other = this.locks.open(this.file)) {
				assertThat(other.tryLock(false)).isFalse();
			}
		}
	}

	@Test
	void aDescriptorIsNotInheritedAndEndsWithItsOpening() throws IOException {
		try (Opening opening = this.locks.open(this.file)) {
			assertThat(opening.size()).isEqualTo(7);
			assertThat(flags(this.file).orElseThrow() & O_CLOEXEC).isEqualTo(O_CLOEXEC);
		}
		assertThat(flags(this.file)).isEmpty();
	}

	private static OptionalInt flags(Path file) throws IOException {
		try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
			for (Path descriptor : descriptors) {
				if (Files.exists(descriptor) && Files.isSameFile(descriptor, file)) {
					String info = Files.readString(Path.of("/proc/self/fdinfo").resolve(descriptor.getFileName()));
					return OptionalInt.of(Integer.parseInt(info.replaceFirst("(?s).*flags:\\s*(\\d+).*", "$1"), 8));
				}
			}
		}
		return OptionalInt.empty();
	}

	@Test
	void anOpenFileTellsOfItself() throws IOException {
		FileStatus named = new FileStatus();
		new FileAttributes(true).read(this.file, named);
		try (Opening opening = this.locks.open(this.file)) {
			assertThat(opening.key()).isEqualTo(new FileAttributes(true).key(this.file));
			assertThat(opening.tell(this.status)).isTrue();
			assertThat(this.status).usingRecursiveComparison().isEqualTo(named);
			Files.createLink(this.file.resolveSibling("second"), this.file);
			assertThat(opening.tell(this.status)).isTrue();
			assertThat(this.status.links()).isEqualTo(2);
			Files.delete(this.file);
			Files.delete(this.file.resolveSibling("second"));
			assertThat(opening.tell(this.status)).isTrue();
			assertThat(this.status.links()).isZero();
		}
	}

	@Test
	void aSymbolicLinkIsNotFollowed() throws IOException {
		Path link = Files.createSymbolicLink(this.file.resolveSibling("link"), this.file);
		assertThatIOException().isThrownBy(() -> this.locks.open(link)).withMessageContaining("ELOOP");
	}

	/** Its number may be that of another file by now. */
	@Test
	void whatIsClosedMakesNoMoreCalls() throws IOException {
		Opening opening = this.locks.open(this.file);
		opening.close();
		try (Opening next = this.locks.open(this.file)) {
			assertThat(next.tryLock(false)).isTrue();
			opening.close();
			assertThatIOException().isThrownBy(() -> opening.tryLock(false)).withMessageContaining("EBADF");
			assertThatIOException().isThrownBy(() -> opening.read(new NativeBuffer(1), 1, 0));
			assertThat(next.size()).isEqualTo(7);
		}
	}

}

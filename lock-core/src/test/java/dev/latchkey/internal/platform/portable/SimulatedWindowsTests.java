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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.FileStatus;
import dev.latchkey.internal.platform.NativeBuffer;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.process.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the simulation has the rules that others rely on, and of what the portable
 * platform makes of them.
 */
class SimulatedWindowsTests {

	@TempDir
	Path directory;

	private final FileCalls files = SimulatedWindows.platform().files();

	@Test
	void whatAnotherProcessHasOpenIsNeitherRemovedNorRenamedNorReplaced() throws IOException {
		Path file = Files.writeString(path("file"), "content");
		Path other = Files.writeString(path("other"), "other");
		try (ForkedJvm process = ForkedJvm.start(FileLocksWorker.class, "CHANNEL")) {
			assertThat(process.answer()).isEqualTo("ready");
			assertThat(process.ask("open one " + file)).isEqualTo("done");
			assertThat(this.files.unlink(NativePath.of(file))).isEqualTo(Errno.EBUSY.result());
			assertThat(this.files.renameToFree(NativePath.of(file), NativePath.of(path("moved"))))
				.isEqualTo(Errno.EBUSY.result());
			assertThat(this.files.renameOver(NativePath.of(other), NativePath.of(file)))
				.isEqualTo(Errno.EACCES.result());
			assertThat(file).hasContent("content");
			process.kill();
			assertThat(this.files.unlink(NativePath.of(file))).isZero();
		}
	}

	@Test
	void whatIsOpenHereIsNotRemoved() throws IOException {
		NativePath file = NativePath.of(Files.writeString(path("file"), "content"));
		int descriptor = this.files.open(file);
		assertThat(this.files.unlink(file)).isEqualTo(Errno.EBUSY.result());
		this.files.close(descriptor);
		assertThat(this.files.unlink(file)).isZero();
	}

	@Test
	void aFileIsKnownByItsRealPath() throws IOException {
		Path real = Files.createDirectory(path("real"));
		Files.writeString(real.resolve("Aa"), "");
		Files.writeString(real.resolve("BB"), "");
		Path link = Files.createSymbolicLink(path("link"), real);
		assertThat(inode(real.resolve("Aa"))).isEqualTo(inode(link.resolve("Aa")))
			.isNotEqualTo(inode(real.resolve("BB")));
		FileStatus file = new FileStatus();
		assertThat(this.files.identity(NativePath.of(link), file)).isZero();
		assertThat(file.isSymbolicLink()).isTrue();
	}

	@Test
	void namesThatDifferInCaseLeadToOneFile() throws IOException {
		Files.writeString(path("Job"), "content");
		int descriptor = this.files.create(NativePath.of(path("job")), 0600);
		assertThat(descriptor).isEqualTo(Errno.EEXIST.result());
	}

	@Test
	void aLockHidesNoContentFromOtherProcesses() throws IOException {
		Path file = Files.writeString(path("file"), "content");
		try (ForkedJvm process = ForkedJvm.start(FileLocksWorker.class, "CHANNEL")) {
			assertThat(process.answer()).isEqualTo("ready");
			assertThat(process.ask("open one " + file)).isEqualTo("done");
			assertThat(process.ask("lock one")).isEqualTo("locked");
			int descriptor = this.files.open(NativePath.of(file));
			assertThat(this.files.tryLock(descriptor)).isEqualTo(Errno.EAGAIN.result());
			NativeBuffer buffer = new NativeBuffer(10);
			assertThat(this.files.read(descriptor, buffer, 10, 0)).isEqualTo("content".length());
			this.files.close(descriptor);
		}
	}

	private Path path(String name) {
		return this.directory.resolve(name);
	}

	private long inode(Path path) {
		FileStatus status = new FileStatus();
		assertThat(this.files.identity(NativePath.of(path), status)).isZero();
		return status.inode();
	}

}

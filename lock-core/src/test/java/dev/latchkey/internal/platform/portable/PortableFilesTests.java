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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.FileStatus;
import dev.latchkey.internal.platform.NativeBuffer;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ParameterizedClass
@EnumSource
class PortableFilesTests {

	private final PollingWaits waits = new PollingWaits();

	private final PortableFiles files;

	private final FileStatus status = new FileStatus();

	private Path directory;

	private final Primitive primitive;

	PortableFilesTests(Primitive primitive) {
		this.primitive = primitive;
		this.files = new PortableFiles(JdkFiles.ofThisSystem(), primitive.locks(), this.waits);
	}

	@BeforeEach
	void remember(@TempDir Path temporary) {
		this.directory = temporary;
	}

	@Test
	void whatIsWrittenIsRead() {
		int file = create("file");
		NativeBuffer buffer = new NativeBuffer(16);
		buffer.bytes().put(0, "content".getBytes(StandardCharsets.UTF_8));
		assertThat(this.files.write(file, buffer, 7, 0)).isEqualTo(7);
		assertThat(this.files.truncate(file, 4)).isZero();
		NativeBuffer read = new NativeBuffer(16);
		assertThat(this.files.read(file, read, 16, 1)).isEqualTo(3);
		assertThat((char) read.bytes().get(0)).isEqualTo('o');
		assertThat(this.files.read(file, read, 16, 4)).isZero();
		assertThat(this.files.sync(file)).isZero();
		this.files.close(file);
		assertThat(this.files.read(file, read, 16, 0)).isEqualTo(Errno.EBADF.result());
	}

	@Test
	void errorsHaveTheNumbersOfTheSystem() throws IOException {
		assertThat(this.files.open(path("none"))).isEqualTo(Errno.ENOENT.result());
		this.files.close(create("file"));
		assertThat(this.files.create(path("file"), 0600)).isEqualTo(Errno.EEXIST.result());
		assertThat(this.files.open(path("file/below"))).isEqualTo(Errno.ENOTDIR.result());
		assertThat(this.files.open(NativePath.of(this.directory))).isEqualTo(Errno.EISDIR.result());
		Files.createSymbolicLink(this.directory.resolve("link"), this.directory.resolve("file"));
		assertThat(this.files.open(path("link"))).isEqualTo(Errno.ELOOP.result());
		assertThat(this.files.create(path("n".repeat(300)), 0600)).isEqualTo(Errno.ENAMETOOLONG.result());
		assertThat(this.files.link(path("none"), path("other"))).isEqualTo(Errno.ENOENT.result());
		assertThat(this.files.unlink(path("none"))).isEqualTo(Errno.ENOENT.result());
		assertThat(this.files.makeDirectory(path("none/below"), 0700)).isEqualTo(Errno.ENOENT.result());
	}

	@Test
	void aFileThatMayOnlyBeReadIsNotOpenedForWriting() throws IOException {
		Requirement.PERMISSIONS.require();
		Path file = Files.createFile(this.directory.resolve("file"));
		try (ForkedJvm process = ForkedJvm.startWithoutPrivilege(FileLocksWorker.class, this.primitive.name())) {
			assertThat(process.answer()).isEqualTo("ready");
			assertThat(process.ask("write " + file)).isEqualTo("open");
			Path readable = Files.createFile(this.directory.resolve("readable"),
					PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--r--r--")));
			assertThat(process.ask("write " + readable)).contains("EACCES");
			assertThat(process.ask("open readable " + readable)).isEqualTo("done");
			assertThat(process.ask("share readable")).isEqualTo("locked");
			assertThat(process.ask("write " + readable)).contains("EACCES");
		}
	}

	@Test
	void aFileKeepsItsIdentityUnderItsNames() {
		int file = create("private");
		assertThat(this.files.identity(file, this.status)).isZero();
		long inode = this.status.inode();
		assertThat(this.status.links()).isEqualTo(1);
		assertThat(this.files.link(path("private"), path("name"))).isZero();
		assertThat(this.files.links(file, this.status)).isZero();
		assertThat(this.status.links()).isEqualTo(2);
		assertThat(this.files.unlink(path("private"))).isZero();
		assertThat(this.files.touch(file)).isZero();
		assertThat(this.files.renameToFree(path("name"), path("renamed"))).isZero();
		assertThat(this.files.identity(file, this.status)).isZero();
		assertThat(this.status.inode()).isEqualTo(inode);
		assertThat(this.status.links()).isEqualTo(1);
		assertThat(this.files.identity(path("renamed"), this.status)).isZero();
		assertThat(this.status.inode()).isEqualTo(inode);
		assertThat(this.files.unlink(path("renamed"))).isZero();
		assertThat(this.files.links(file, this.status)).isZero();
		assertThat(this.status.links()).isZero();
		assertThat(this.status.isRegularFile()).isTrue();
		this.files.close(file);
	}

	@Test
	void aNameThatExistsIsNotTaken() {
		this.files.close(create("one"));
		this.files.close(create("other"));
		assertThat(this.files.link(path("one"), path("other"))).isEqualTo(Errno.EEXIST.result());
		assertThat(this.files.renameToFree(path("one"), path("other"))).isEqualTo(Errno.EEXIST.result());
		assertThat(this.files.renameOver(path("one"), path("other"))).isZero();
		Set<String> names = new TreeSet<>();
		assertThat(this.files.list(NativePath.of(this.directory), (name, inode) -> names.add(name))).isZero();
		assertThat(names).containsExactly("other");
	}

	@Test
	void aDuplicateKeepsTheLock() {
		int file = create("file");
		int other = this.files.open(path("file"));
		assertThat(this.files.tryLock(file)).isZero();
		int duplicate = this.files.duplicate(file, 100);
		assertThat(duplicate).isGreaterThanOrEqualTo(100);
		this.files.close(file);
		assertThat(this.files.tryLock(other)).isEqualTo(Errno.EAGAIN.result());
		this.files.close(duplicate);
		assertThat(this.files.tryLock(other)).isZero();
		this.files.close(other);
	}

	@Test
	void aWaitEndsWithTheLockOrWhenItsThreadIsWoken() throws Exception {
		int held = create("file");
		assertThat(this.files.tryLock(held)).isZero();
		int waiting = this.files.open(path("file"));
		CompletableFuture<Long> thread = new CompletableFuture<>();
		CompletableFuture<Integer> woken = CompletableFuture.supplyAsync(() -> {
			thread.complete(this.waits.prepare());
			return this.files.lock(waiting);
		});
		await().until(() -> {
			this.waits.wake(thread.get());
			return woken.isDone();
		});
		assertThat(woken.get()).isEqualTo(Errno.EINTR.result());
		CompletableFuture<Integer> locked = CompletableFuture.supplyAsync(() -> this.files.lock(waiting));
		assertThat(this.files.unlock(held)).isZero();
		assertThat(locked.get(10, TimeUnit.SECONDS)).isZero();
		assertThat(this.files.tryLockShared(held)).isEqualTo(Errno.EAGAIN.result());
		this.files.close(held);
		this.files.close(waiting);
	}

	@Test
	void permissionsAreThoseThatAreAskedFor() throws IOException {
		int file = this.files.create(path("file"), 0640);
		assertThat(this.files.changePermissions(file, 0664)).isZero();
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.directory.resolve("file"))))
			.isEqualTo("rw-rw-r--");
		assertThat(this.files.identity(file, this.status)).isZero();
		assertThat(this.status.permissions()).isEqualTo(0664);
		this.files.close(file);
		assertThat(this.files.makeDirectory(path("directory"), 0750)).isZero();
		assertThat(this.files.mayWrite(path("directory"))).isZero();
		assertThat(this.files.identity(path("directory"), this.status)).isZero();
		assertThat(this.status.isDirectory()).isTrue();
		assertThat(this.status.permissions()).isEqualTo(0750);
		assertThat(this.files.fileSystem(path("directory")).name()).isNotEqualTo("unreadable");
	}

	@Test
	void aChangeOfAttributesKeepsTheLock() throws IOException {
		int file = create("file");
		assertThat(this.files.tryLock(file)).isZero();
		Path path = this.directory.resolve("file");
		try (ForkedJvm other = ForkedJvm.start(FileLocksWorker.class, this.primitive.name())) {
			assertThat(other.answer()).isEqualTo("ready");
			assertThat(other.ask("open file " + path)).isEqualTo("done");
			assertThat(this.files.touch(file)).isZero();
			assertThat(other.ask("lock file")).isEqualTo("busy");
			assertThat(this.files.changePermissions(file, 0664)).isZero();
			assertThat(other.ask("lock file")).isEqualTo("busy");
		}
		this.files.close(file);
	}

	@Test
	void aTouchChangesTheTimeAndNotTheContent() throws IOException {
		for (String content : new String[] { "", "content" }) {
			Path path = Files.writeString(this.directory.resolve("touched"), content);
			Files.setLastModifiedTime(path, FileTime.fromMillis(0));
			int file = this.files.open(NativePath.of(path));
			assertThat(this.files.touch(file)).isZero();
			assertThat(Files.getLastModifiedTime(path).toMillis()).isPositive();
			assertThat(path).hasContent(content);
			this.files.close(file);
		}
	}

	private int create(String name) {
		int descriptor = this.files.create(path(name), 0600);
		assertThat(descriptor).isPositive();
		return descriptor;
	}

	private NativePath path(String name) {
		return NativePath.of(this.directory.resolve(name));
	}

}

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

package dev.latchkey.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.latchkey.LockFileException;
import dev.latchkey.LockListener;
import dev.latchkey.LockType;
import dev.latchkey.internal.acquire.FaultyCalls;
import dev.latchkey.internal.platform.Errno;
import dev.latchkey.process.EachFileLock;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.LockWorker;
import dev.latchkey.process.Requirement;
import dev.latchkey.process.SharedLocker;
import dev.latchkey.process.SmallFileSystem;
import dev.latchkey.process.TestLock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is in the way is told as it is, with what to do about it, and never as "busy".
 */
class LockErrorTests {

	@TempDir
	Path directory;

	@ParameterizedTest
	@EachFileLock
	void aLockDirectoryThatIsAFile(LockType type) throws IOException {
		Files.writeString(locks(), "precious");
		assertRefused(type, locks(), "is a file", "Remove it, or put the lock directory elsewhere");
		assertThat(locks()).hasContent("precious");
	}

	/**
	 * A pack is the directory that a link leads to; a writer lock is beside the file that
	 * is meant.
	 */
	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "WRITER", "PACK", "REGISTRY" })
	void aLockDirectoryThatIsASymbolicLink(LockType type) throws IOException {
		Files.createSymbolicLink(locks(), Files.createDirectory(this.directory.resolve("real")));
		assertRefused(type, locks(), "is a symbolic link", "Name the directory that it leads to");
	}

	@ParameterizedTest
	@EachFileLock
	void aLockDirectoryThatEverybodyMayWrite(LockType type) throws IOException {
		Requirement.PERMISSION_BITS.require();
		Files.createDirectory(locks());
		Files.setPosixFilePermissions(locks(), PosixFilePermissions.fromString("rwxrwxrwx"));
		assertRefused(type, locks(), "may be written by all users (permissions 777)", "chmod o-w");
	}

	@ParameterizedTest
	@EachFileLock
	void aLockDirectoryThatCannotBeWritten(LockType type) throws IOException {
		Requirement.PERMISSIONS.require();
		Files.createDirectory(locks());
		Files.setPosixFilePermissions(locks(), PosixFilePermissions.fromString("r-xr-xr-x"));
		try (ForkedJvm process = ForkedJvm.startWithoutPrivilege(LockWorker.class, type.name(), locks().toString())) {
			String answer = process.send("try").answer();
			assertThat(answer.equals("ready") ? process.answer() : answer).startsWith("refused '" + locks() + "'")
				.contains("Permission denied (EACCES, errno 13)")
				.contains("Let the user that this process runs as read and write it");
		}
	}

	@ParameterizedTest
	@EachFileLock
	void aLockDirectoryThatIsMountedReadOnly(LockType type) throws IOException {
		try (SmallFileSystem mounted = SmallFileSystem.mount(Files.createDirectory(locks()))) {
			mounted.makeReadOnly();
			assertRefused(type, locks(), "Read-only file system (EROFS, errno 30)", "Mount the filesystem for writing");
		}
	}

	@ParameterizedTest
	@EachFileLock
	void aLockDirectoryWhoseParentIsAFile(LockType type) throws IOException {
		Files.writeString(locks(), "precious");
		Path below = locks().resolve("below");
		assertThatExceptionOfType(LockFileException.class)
			.isThrownBy(() -> TestLock.of(type, below, LockListener.NONE).tryAcquire())
			.withMessageContaining("'" + below + "' cannot be used as a lock directory: Not a directory (ENOTDIR");
	}

	@ParameterizedTest
	@EachFileLock
	void aLockPathThatIsADirectory(LockType type) throws IOException {
		Files.createDirectories(file(type));
		assertRefused(type, file(type), "Is a directory (EISDIR", "choose another path for the lock");
		assertThat(file(type)).isDirectory();
	}

	@ParameterizedTest
	@EachFileLock
	void aLockPathThatIsASymbolicLink(LockType type) throws IOException {
		Files.createDirectory(locks());
		Path precious = Files.writeString(this.directory.resolve("precious"), "precious");
		Files.createSymbolicLink(file(type), precious);
		assertRefused(type, file(type), "(ELOOP", "name the file that it leads to");
		assertThat(precious).hasContent("precious");
		assertThat(file(type)).isSymbolicLink();
	}

	@ParameterizedTest
	@EachFileLock
	void aLockPathThatIsASymbolicLinkToNothing(LockType type) throws IOException {
		Files.createDirectory(locks());
		Files.createSymbolicLink(file(type), this.directory.resolve("nothing"));
		assertRefused(type, file(type), "(ELOOP", "name the file that it leads to");
	}

	@ParameterizedTest
	@EachFileLock
	void aLockPathThatIsAPipe(LockType type) throws IOException {
		Files.createDirectory(locks());
		assertThat(Requirement.run("mkfifo", file(type).toString())).isTrue();
		assertRefused(type, file(type), "is not a regular file", "Choose another path for the lock");
	}

	@ParameterizedTest
	@EachFileLock
	void noSpace(LockType type) throws IOException {
		try (SmallFileSystem mounted = SmallFileSystem.mount(Files.createDirectory(locks()))) {
			mounted.fill();
			LockFileException ex = refusal(type);
			assertThat(ex).hasMessageContaining("No space left on device (ENOSPC, errno 28)")
				.hasMessageContaining("Free some space");
			assertThat(ex.errno()).isEqualTo(28);
			mounted.makeRoom();
			lock(type).tryAcquire().orElseThrow().close();
		}
	}

	@ParameterizedTest
	@EachFileLock
	void noFlock(LockType type) {
		FaultyCalls calls = new FaultyCalls((name) -> name.startsWith("tryLock"), Errno.ENOLCK);
		TestLock lock = TestLock.of(type, locks(), calls.runtime(LockListener.NONE));
		calls.failAlways();
		assertThatExceptionOfType(LockFileException.class).isThrownBy(lock::tryAcquire)
			.withMessageContaining(locks().toString())
			.withMessageContaining("cannot be locked: No locks available (ENOLCK, errno 37)")
			.withMessageContaining("put the lock directory on a local filesystem");
		assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> lock.acquire(Duration.ofMinutes(1)));
		calls.work();
		lock.tryAcquire().orElseThrow().close();
	}

	@ParameterizedTest
	@EachFileLock
	void somebodyWhoSitsOnASharedLock(LockType type) throws Exception {
		leaveFileBehind(type);
		try (ForkedJvm other = ForkedJvm.start(SharedLocker.class, file(type).toString())) {
			assertThat(other.answer()).isEqualTo("shared");
			assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> lock(type).tryAcquire())
				.withMessageContaining("a shared lock on it keeps all processes out: "
						+ (Requirement.LOCK_TABLE.isMet() ? "[pid " + other.pid() + " (" : "this system does not"))
				.withMessageContaining("End that process");
		}
		lock(type).acquire(Duration.ofMinutes(1)).close();
	}

	/** A held lock's file stays only if its holder was killed. */
	private void leaveFileBehind(LockType type) {
		try (ForkedJvm victim = LockWorker.start(type, locks())) {
			assertThat(victim.ask("try")).startsWith("held");
			victim.kill();
		}
		assertThat(file(type)).exists();
	}

	private void assertRefused(LockType type, Path path, String problem, String remedy) {
		LockFileException ex = refusal(type);
		assertThat(ex.path()).isEqualTo(path);
		assertThat(ex).hasMessageContaining("'" + path + "' ").hasMessageContaining(problem);
		assertThat(ex.remedy()).contains(remedy);
		assertThat(ex).hasMessageEndingWith(ex.remedy());
	}

	private LockFileException refusal(LockType type) {
		try {
			lock(type).tryAcquire();
		}
		catch (LockFileException ex) {
			return ex;
		}
		throw new AssertionError("Nothing was refused");
	}

	private Path locks() {
		return this.directory.resolve("locks");
	}

	private Path file(LockType type) {
		return locks().resolve(TestLock.fileName(type));
	}

	private TestLock lock(LockType type) {
		return TestLock.of(type, locks(), LockListener.NONE);
	}

}

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

package dev.latchkey.internal.lockfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockFileException;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.wait.Deadline;
import dev.latchkey.process.LockTableView;
import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PersistentLockFileTests {

	@TempDir
	Path directory;

	private final LockRuntime runtime = LockRuntime.builder().build();

	@Test
	void aFileThatIsKeptOpenIsNotTheLockOnceItsNameIsGone() throws IOException {
		PersistentLockFile keptOpen = file();
		assertThat(keptOpen.tryLock(Duration.ofSeconds(1))).isEqualTo(TryOutcome.ACQUIRED);
		keptOpen.unlock();
		Files.delete(path());
		PersistentLockFile other = file();
		assertThat(other.tryLock(Duration.ofSeconds(1))).isEqualTo(TryOutcome.ACQUIRED);
		assertThat(keptOpen.tryLock(Duration.ofSeconds(1))).isEqualTo(TryOutcome.REPLACED);
		assertThat(keptOpen.tryLock(Duration.ofSeconds(1))).isEqualTo(TryOutcome.BUSY);
		other.release();
		assertThat(keptOpen.tryLock(Duration.ofSeconds(1))).isEqualTo(TryOutcome.ACQUIRED);
		keptOpen.release();
	}

	@Test
	void aWaiterWhoGetsAFileWithoutANameGoesOnToTheOneThatHasIt() throws Exception {
		PersistentLockFile holder = file();
		assertThat(holder.tryLock(Duration.ofSeconds(1))).isEqualTo(TryOutcome.ACQUIRED);
		PersistentLockFile waiter = file();
		CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> lock(waiter));
		Awaitility.await().until(() -> LockTableView.waiters(path()) == 1);
		Files.delete(path());
		PersistentLockFile other = file();
		assertThat(other.tryLock(Duration.ofSeconds(1))).isEqualTo(TryOutcome.ACQUIRED);
		holder.release();
		Awaitility.await().until(() -> LockTableView.waiters(path()) == 1);
		assertThat(waiting).isNotDone();
		other.release();
		assertThat(waiting.get(1, TimeUnit.MINUTES)).isTrue();
		assertThat(waiter.isNamed()).isTrue();
		waiter.release();
	}

	@Test
	void aWaiterNoticesThatTheFileItWaitsForLostItsName() throws Exception {
		PersistentLockFile holder = file();
		assertThat(holder.tryLock(Duration.ofSeconds(1))).isEqualTo(TryOutcome.ACQUIRED);
		PersistentLockFile waiter = file();
		CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> lock(waiter));
		Awaitility.await().until(() -> LockTableView.waiters(path()) == 1);
		Files.delete(path());
		assertThat(waiting.get(1, TimeUnit.MINUTES)).isTrue();
		assertThat(holder.isNamed()).isFalse();
		assertThat(waiter.isNamed()).isTrue();
		waiter.release();
		holder.release();
	}

	@Test
	void aFileThatSomebodyHasLinkedIntoADirectoryOfManyIsLeftAlone() throws Exception {
		Path precious = Files.writeString(this.directory.resolve("precious"), "content");
		Path many = directoryOfMany();
		Path planted = Files.createLink(many.resolve("job.lock"), precious);
		PersistentLockFile file = new PersistentLockFile(LockRuntime.builder().build(), planted);
		assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> file.tryLock(Duration.ofSeconds(1)))
			.withMessageContaining("2 names (hard links)")
			.satisfies((ex) -> assertThat(ex.path()).isEqualTo(planted));
		assertThat(precious).hasContent("content");
		Files.delete(precious);
		assertThat(file.tryLock(Duration.ofSeconds(1))).isEqualTo(TryOutcome.ACQUIRED);
		file.release();
	}

	@Test
	void aFileOfAnotherUserInADirectoryOfManyIsLeftAloneUnlessItIsShared() throws Exception {
		Requirement.SECOND_USER.require();
		Path many = directoryOfMany();
		Path planted = Files.createFile(many.resolve("job.lock"));
		assertThat(Requirement.run("chown", "65534", planted.toString())).isTrue();
		PersistentLockFile file = new PersistentLockFile(LockRuntime.builder().build(), planted);
		assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> file.tryLock(Duration.ofSeconds(1)))
			.withMessageContaining("belongs to user 65534");
		PersistentLockFile shared = new PersistentLockFile(LockRuntime.builder().shared(true).build(), planted);
		assertThat(shared.tryLock(Duration.ofSeconds(1))).isEqualTo(TryOutcome.ACQUIRED);
		shared.release();
		Files.setPosixFilePermissions(many, PosixFilePermissions.fromString("rwxr-xr-x"));
		assertThat(file.tryLock(Duration.ofSeconds(1))).isEqualTo(TryOutcome.ACQUIRED);
		file.release();
	}

	/** As /tmp is: everybody may make files, and nobody may remove those of others. */
	private Path directoryOfMany() throws IOException {
		Path many = Files.createDirectory(this.directory.resolve("many"));
		assertThat(Requirement.run("chmod", "1777", many.toString())).isTrue();
		return many;
	}

	private static boolean lock(PersistentLockFile file) {
		try {
			return file.lock(Deadline.after(Duration.ofMinutes(1)));
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private PersistentLockFile file() {
		return new PersistentLockFile(this.runtime, path());
	}

	private Path path() {
		return this.directory.resolve("lock");
	}

}

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

package dev.latchkey.internal.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.CrossProcessLock;
import dev.latchkey.LockHold;
import dev.latchkey.internal.acquire.CountedCalls;
import dev.latchkey.pack.PackLocks;
import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The files that pack locks keep open between two holds.
 */
class PackCacheTests {

	@TempDir
	Path directory;

	private final CountedCalls calls = new CountedCalls();

	private Path root;

	private PackLockFiles packs;

	@BeforeEach
	void open() throws IOException {
		this.root = this.directory.toRealPath();
		this.packs = new PackLockFiles(this.calls.runtime(), PackLocks.FILE_NAME);
	}

	@AfterEach
	void close() throws IOException {
		this.packs.close();
		assertThat(openFiles()).isEmpty();
	}

	@Test
	void anAcquisitionAndItsReleaseAreFiveCalls() throws IOException {
		Requirement.LOCK_TABLE.require();
		CrossProcessLock<LockHold> lock = this.packs.pack(pack("pack"));
		awaitCalls(lock, "tryLock", "links", "read", "write", "unlock");
	}

	@Test
	void aSharedAcquisitionAndItsReleaseAreFiveCallsOfWhichOneAsksForWriters() throws IOException {
		CrossProcessLock<LockHold> lock = this.packs.manifest(pack("workspace")).shared();
		awaitCalls(lock, "openToLook by path", "tryLockShared", "links", "read", "unlock");
	}

	/** On a busy machine it may be more than 10 ms from one cycle to the next. */
	private void awaitCalls(CrossProcessLock<LockHold> lock, String... expected) {
		Awaitility.await().untilAsserted(() -> {
			lock.tryAcquire().orElseThrow().close();
			this.calls.made();
			lock.tryAcquire().orElseThrow().close();
			assertThat(this.calls.made()).containsExactly(expected);
		});
	}

	@Test
	void aFileOrADirectoryThatIsMadeAnewIsLockedAtOnce() throws Exception {
		Path pack = pack("pack");
		Path file = pack.resolve(PackLocks.FILE_NAME);
		CrossProcessLock<LockHold> lock = this.packs.pack(pack);
		lock.acquire().close();
		Files.delete(file);
		lock.acquire().close();
		assertThat(file).exists();
		Files.delete(file);
		Files.delete(pack);
		Files.createDirectory(pack);
		lock.acquire().close();
		assertThat(file).exists();
	}

	@Test
	void aRenamedWorkspaceIsNoticedTenMillisecondsLater() throws Exception {
		Path workspace = pack("workspace");
		CrossProcessLock<LockHold> lock = this.packs.manifest(workspace).exclusive();
		lock.acquire().close();
		Files.move(workspace, this.root.resolve("moved"));
		Files.createDirectory(workspace);
		Awaitility.await().until(() -> {
			lock.acquire().close();
			return Files.exists(workspace.resolve(".grex/events.jsonl.lock"));
		});
	}

	@Test
	void aManifestWhoseDirectoryBecameALinkIsLockedWhereThatLeads() throws Exception {
		Path workspace = pack("workspace");
		Path other = pack("other");
		CrossProcessLock<LockHold> lock = this.packs.manifest(workspace).exclusive();
		// The first one has made the directory.
		lock.acquire().close();
		lock.acquire().close();
		Files.move(workspace.resolve(".grex"), workspace.resolve("old"));
		Files.createSymbolicLink(workspace.resolve(".grex"), other);
		Awaitility.await().until(() -> lock.id().path().equals(other.resolve("events.jsonl.lock")));
	}

	@Test
	void noMoreThan256FilesAreKept() throws Exception {
		for (int i = 0; i < 300; i++) {
			this.packs.pack(pack("pack" + i)).acquire().close();
		}
		assertThat(openFiles()).hasSizeBetween(1, 256);
	}

	@Test
	void readersThatReadTogetherKeepOneFile() throws Exception {
		Requirement.LOCK_TABLE.require();
		CrossProcessLock<LockHold> shared = this.packs.manifest(pack("workspace")).shared();
		List<LockHold> holds = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			holds.add(AnotherThread.get(() -> shared.tryAcquire().orElseThrow()));
		}
		assertThat(openFiles()).hasSize(3);
		holds.forEach(LockHold::close);
		assertThat(openFiles()).hasSize(1);
	}

	@Test
	void locksThatAreClosedMayBeUsedButKeepNothing() throws Exception {
		CrossProcessLock<LockHold> lock = this.packs.pack(pack("pack"));
		lock.acquire().close();
		assertThat(openFiles()).hasSize(1);
		try (LockHold hold = lock.acquire()) {
			this.packs.close();
			hold.requireHeld();
		}
		assertThat(openFiles()).isEmpty();
		lock.acquire().close();
		assertThat(openFiles()).isEmpty();
	}

	private List<Path> openFiles() throws IOException {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			return descriptors.filter((descriptor) -> target(descriptor).startsWith(this.root.toString())).toList();
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

	private Path pack(String name) throws IOException {
		return Files.createDirectory(this.root.resolve(name));
	}

}

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.CrossProcessLock;
import dev.latchkey.LockFileException;
import dev.latchkey.LockHold;
import dev.latchkey.LockReentryException;
import dev.latchkey.LockState;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.pack.PackLocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What is special about packs: the directory is somebody else's, and has many names.
 */
@Timeout(60)
class PackLockTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	@TempDir
	Path directory;

	private final LockRuntime runtime = LockRuntime.builder().build();

	private final PackLockFiles packs = new PackLockFiles(this.runtime, PackLocks.FILE_NAME);

	@AfterEach
	void close() {
		this.packs.close();
		this.runtime.close();
	}

	@Test
	void openingTakesNothingAndMakesNothing() throws IOException {
		Path missing = this.directory.resolve("missing");
		CrossProcessLock<LockHold> lock = this.packs.pack(missing);
		Path pack = pack("pack");
		CrossProcessLock<LockHold> other = this.packs.pack(pack);
		assertThat(other.inspect().state()).isEqualTo(LockState.FREE);
		assertThat(missing).doesNotExist();
		assertThat(pack).isEmptyDirectory();
		assertThatExceptionOfType(LockFileException.class).isThrownBy(lock::tryAcquire)
			.withMessageContaining("'" + missing + "' does not exist")
			.withMessageContaining("make the directory first");
		assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> lock.acquire(LONG));
		assertThat(lock.acquireAsync()).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(LockFileException.class);
		assertThat(missing).doesNotExist();
		Files.createDirectory(missing);
		lock.tryAcquire().orElseThrow().close();
	}

	@Test
	void aPackThatIsRemovedMeanwhileIsNotMadeAgain() throws IOException {
		Path pack = pack("pack");
		CrossProcessLock<LockHold> lock = this.packs.pack(pack);
		lock.tryAcquire().orElseThrow().close();
		Files.delete(pack.resolve(PackLocks.FILE_NAME));
		Files.delete(pack);
		assertThatExceptionOfType(LockFileException.class).isThrownBy(lock::tryAcquire)
			.withMessageContaining("does not exist");
		assertThat(pack).doesNotExist();
	}

	@Test
	void allNamesOfAPackAreOneLock() throws Exception {
		Path pack = pack("pack");
		Path links = Files.createDirectory(this.directory.resolve("links"));
		Path link = Files.createSymbolicLink(links.resolve("link"), pack);
		Path viaParent = this.directory.resolve("links/../pack");
		// As text this is links/pack, which does not exist; behind the link it is the
		// pack.
		Path viaLinkedParent = link.resolve("../pack");
		try (LockHold hold = this.packs.pack(pack).acquire()) {
			for (Path name : new Path[] { pack, link, viaParent, viaLinkedParent }) {
				CrossProcessLock<LockHold> same = this.packs.pack(name);
				assertThat(same.id()).isEqualTo(hold.id());
				assertThat(same.tryAcquire()).isEmpty();
				assertThatExceptionOfType(LockReentryException.class).as("%s", name).isThrownBy(same::acquire);
				assertThat(same.acquireAsync()).isCompletedExceptionally()
					.failsWithin(Duration.ZERO)
					.withThrowableThat()
					.withCauseInstanceOf(LockReentryException.class);
			}
			hold.requireHeld();
		}
	}

	@Test
	void whatRunsOnTheThreadThatAcquiredIsTheSameCallChain() throws Exception {
		CrossProcessLock<LockHold> lock = this.packs.pack(pack("pack"));
		CompletableFuture<Throwable> again;
		try (LockHold first = lock.acquire()) {
			CompletableFuture<LockHold> coming = AnotherThread.get(lock::acquireAsync);
			again = coming.thenApply((hold) -> {
				try (hold) {
					return catchThrowable(lock::acquire);
				}
			});
			assertThat(first.isHeld()).isTrue();
		}
		assertThat(again.get(1, TimeUnit.MINUTES)).isInstanceOf(LockReentryException.class);
	}

	@Test
	void aLinkThatIsTurnedLeadsToTheOtherPackTenMillisecondsLater() throws Exception {
		Path one = pack("one");
		Path two = pack("two");
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), one);
		CrossProcessLock<LockHold> lock = this.packs.pack(link);
		lock.acquire().close();
		Files.delete(link);
		Files.createSymbolicLink(link, two);
		Awaitility.await().until(() -> lock.id().path().equals(two.resolve(PackLocks.FILE_NAME)));
		try (LockHold hold = lock.acquire()) {
			assertThat(hold.id().path()).isEqualTo(two.resolve(PackLocks.FILE_NAME));
			assertThat(this.packs.pack(two).tryAcquire()).isEmpty();
		}
	}

	@Test
	void aPackThatTookTheNameOfAnotherIsLockedItselfTenMillisecondsLater() throws Exception {
		Path pack = pack("pack");
		CrossProcessLock<LockHold> lock = this.packs.pack(pack);
		lock.acquire().close();
		Files.move(pack, this.directory.resolve("moved"));
		Files.createDirectory(pack);
		Awaitility.await().until(() -> {
			lock.acquire().close();
			return Files.exists(pack.resolve(PackLocks.FILE_NAME));
		});
		assertThat(lock.id().path()).isEqualTo(pack.resolve(PackLocks.FILE_NAME));
	}

	@Test
	void theRecordTellsTheTokenAndOtherContentDoesNoHarm() throws Exception {
		Path pack = pack("pack");
		Path file = pack.resolve(PackLocks.FILE_NAME);
		long last;
		try (LockHold hold = this.packs.pack(pack).acquire()) {
			last = hold.fencingToken();
			assertThat(Files.readString(file)).matches("token=" + last + " pid=" + hold.holder().pid() + " at=\\S+Z\n");
		}
		long later = last + 1_000_000_000_000L;
		Files.writeString(file, "token=" + later + " pid=1 at=2099-01-01T00:00:00Z\n");
		try (LockHold hold = this.packs.pack(pack).acquire()) {
			assertThat(hold.fencingToken()).isEqualTo(later + 1);
		}
		Files.write(file, "what another program likes, at some length\0".repeat(20).getBytes(StandardCharsets.UTF_8));
		try (LockHold hold = this.packs.pack(pack).acquire()) {
			assertThat(Files.readString(file)).matches("token=" + hold.fencingToken() + " pid=\\d+ at=\\S+Z\n");
		}
	}

	@Test
	void theOtherLocksAreWhereTheProtocolSays() throws Exception {
		Path workspace = pack("workspace");
		Path clone = workspace.resolve("clone");
		try (LockHold sync = this.packs.workspace(workspace).acquire();
				LockHold pack = this.packs.pack(workspace).acquire();
				LockHold backend = this.packs.backend(clone).acquire();
				LockHold manifest = this.packs.manifest(workspace).exclusive().acquire()) {
			assertThat(sync.id().path()).isEqualTo(workspace.resolve(".grex.sync.lock")).exists();
			assertThat(pack.id().path()).isEqualTo(workspace.resolve(".grex-lock")).exists();
			assertThat(backend.id().path()).isEqualTo(workspace.resolve("clone.grex-backend.lock")).exists();
			assertThat(manifest.id().path()).isEqualTo(workspace.resolve(".grex/events.jsonl.lock")).exists();
			assertThat(clone).doesNotExist();
			assertThat(backend.id().name()).isEqualTo("clone");
			assertThat(manifest.id().name()).isEqualTo("workspace");
		}
	}

	@Test
	void noWorkspaceNoManifest() {
		CrossProcessLock<LockHold> lock = this.packs.manifest(this.directory.resolve("missing")).shared();
		assertThatExceptionOfType(LockFileException.class).isThrownBy(lock::tryAcquire);
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void aBackendNeedsANameAndALockFileToo() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.packs.backend(Path.of("/")));
		assertThatIllegalArgumentException().isThrownBy(() -> this.packs.backend(Path.of("a/..")));
		assertThatIllegalArgumentException().isThrownBy(() -> new PackLockFiles(this.runtime, "a/b"));
	}

	private Path pack(String name) throws IOException {
		return Files.createDirectory(this.directory.resolve(name)).toRealPath();
	}

}

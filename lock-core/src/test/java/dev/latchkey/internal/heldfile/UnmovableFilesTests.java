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

package dev.latchkey.internal.heldfile;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockHold;
import dev.latchkey.LockInspection;
import dev.latchkey.LockOptions;
import dev.latchkey.LockState;
import dev.latchkey.LockType;
import dev.latchkey.contract.RecordingListener;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platform.Platform;
import dev.latchkey.internal.platform.portable.FileLocksWorker;
import dev.latchkey.internal.platform.portable.SimulatedWindows;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.LockWorker;
import dev.latchkey.process.TestLock;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of held file locks where no open file is renamed or removed.
 */
class UnmovableFilesTests {

	private static final Map<String, String> WINDOWS = Map.of("latchkey.platform", "portable-windows");

	@TempDir
	Path directory;

	private final RecordingListener listener = new RecordingListener();

	private final HeldFileLocks locks = new HeldFileLocks(
			LockRuntime.builder(SimulatedWindows.platform()).listeners(List.of(this.listener)).build(),
			LockOptions.defaults());

	@AfterEach
	void close() {
		this.locks.close();
	}

	@Test
	void theFileIsThereAsLongAsTheLockIsHeld() {
		assertThat(job()).doesNotExist();
		try (LockHold hold = hold()) {
			assertThat(job()).exists();
			assertThat(lock().tryAcquire()).isEmpty();
			assertThat(hold.isHeld()).isTrue();
		}
		assertThat(job()).doesNotExist();
	}

	@Test
	void aReleaseAwaitsThatAnotherProcessClosesTheFile() {
		LockHold hold = hold();
		try (ForkedJvm looker = withFileOpen()) {
			CompletableFuture<Void> released = CompletableFuture.runAsync(hold::close);
			Awaitility.await().until(() -> looker.ask("lock one").equals("locked"));
			assertThat(looker.ask("close one")).isEqualTo("done");
			assertThat(released).succeedsWithin(Duration.ofMinutes(1));
		}
		assertThat(job()).doesNotExist();
		assertThat(this.listener.events()).containsExactly("acquired", "released");
	}

	@Test
	void aFileThatAnotherProcessKeepsOpenIsLeftToTheNextHolder() {
		long token;
		try (ForkedJvm looker = withFileOpenDuring(hold())) {
			assertThat(job()).exists();
			assertThat(this.listener.events())
				.anySatisfy((event) -> assertThat(event).contains("was released, but its name is still there")
					.contains("EBUSY"));
			try (LockHold next = hold()) {
				token = next.fencingToken();
				assertThat(looker.ask("lock one")).isEqualTo("busy");
			}
			assertThat(looker.ask("lock one")).isEqualTo("locked");
		}
		Awaitility.await().until(() -> lock().inspect().state() == LockState.STALE);
		try (LockHold last = hold()) {
			assertThat(last.fencingToken()).isGreaterThan(token);
		}
		assertThat(job()).doesNotExist();
	}

	private ForkedJvm withFileOpenDuring(LockHold hold) {
		ForkedJvm looker = withFileOpen();
		hold.close();
		return looker;
	}

	@Test
	void aFileThatADeadHolderHasLeftIsTakenOverWhileAnotherProcessHasItOpen() {
		ForkedJvm holder = holder();
		try (ForkedJvm looker = withFileOpen()) {
			holder.kill();
			assertThat(lock().inspect().state()).isEqualTo(LockState.STALE);
			try (LockHold hold = hold()) {
				assertThat(hold.isHeld()).isTrue();
				assertThat(looker.ask("lock one")).isEqualTo("busy");
				assertThat(this.listener.events()).containsExactly("taken over", "acquired");
				assertThat(lock().inspect().fencingToken()).isEqualTo(hold.fencingToken());
			}
		}
	}

	@Test
	void aFileThatHasNoRecordYetIsNeitherFreeNorMalformed() throws IOException {
		Files.createFile(job());
		assertThat(lock().inspect().state()).isEqualTo(LockState.UNVERIFIED);
		assertThat(lock().tryAcquire()).isEmpty();
		try (ForkedJvm holder = ForkedJvm.start(WINDOWS, FileLocker.class, job().toString())) {
			assertThat(holder.answer()).isEqualTo("locked");
			assertThat(lock().inspect().state()).isEqualTo(LockState.HELD);
			assertThat(lock().tryAcquire()).isEmpty();
		}
		assertThat(job()).exists();
	}

	@Test
	void aFileThatWasNeverCompletedIsTakenOver() throws IOException {
		Files.createFile(job());
		Files.setLastModifiedTime(job(), FileTime.from(Instant.now().minus(Duration.ofHours(1))));
		hold().close();
		assertThat(job()).doesNotExist();
	}

	@Test
	void aFileOfAProgramWithoutFlockThatWasNotTouchedForLongIsTakenOver() throws IOException {
		Files.writeString(job(), "4242 6f1c2c1e-8f4e-4b71-9d55-1f0f4f3f2a10 2026-11-20T09:07:23.156Z and more\n");
		Files.setLastModifiedTime(job(), FileTime.from(Instant.now().minus(Duration.ofHours(1))));
		try (LockHold hold = hold()) {
			LockInspection found = lock().inspect();
			assertThat(found.state()).isEqualTo(LockState.HELD);
			assertThat(found.fencingToken()).isEqualTo(hold.fencingToken());
		}
		assertThat(job()).doesNotExist();
	}

	@Test
	void aFileThatIsBeingRemovedIsAwaited() {
		AtomicInteger refusals = new AtomicInteger(3);
		Platform real = SimulatedWindows.platform();
		FileCalls calls = (FileCalls) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { FileCalls.class }, (proxy, method, arguments) -> {
					boolean refused = method.getName().equals("open")
							&& ((NativePath) arguments[0]).path().equals(job()) && refusals.getAndDecrement() > 0;
					return refused ? Errno.EACCES.result() : method.invoke(real.files(), arguments);
				});
		try (HeldFileLocks refused = new HeldFileLocks(LockRuntime
			.builder(new Platform(calls, real.processes(), real.wakes(), real.watches(), real.spawns(), real.traits()))
			.build(), LockOptions.defaults())) {
			refused.lock(job()).tryAcquire().orElseThrow().close();
		}
		assertThat(refusals).hasNegativeValue();
	}

	@Test
	void aStalledHolderHasTheFileOpenSoThatItsLockIsNotBroken() throws IOException {
		try (ForkedJvm holder = holder()) {
			holder.stop();
			Files.setLastModifiedTime(job(), FileTime.from(Instant.now().minus(Duration.ofHours(1))));
			LockInspection found = lock().breakStalled();
			assertThat(found.state()).isEqualTo(LockState.STALLED);
			assertThat(found.breakable()).isFalse();
			assertThat(job()).exists();
			holder.resume();
			assertThat(holder.ask("require")).isEqualTo("held");
		}
	}

	private Path job() {
		return this.directory.resolve(TestLock.fileName(LockType.HELD_FILE));
	}

	private HeldFileLock lock() {
		return this.locks.lock(job());
	}

	private LockHold hold() {
		return lock().tryAcquire().orElseThrow();
	}

	private ForkedJvm holder() {
		ForkedJvm holder = ForkedJvm.start(WINDOWS, LockWorker.class, LockType.HELD_FILE.name(),
				this.directory.toString());
		assertThat(holder.answer()).isEqualTo("ready");
		assertThat(holder.ask("try")).startsWith("held");
		return holder;
	}

	private ForkedJvm withFileOpen() {
		ForkedJvm process = ForkedJvm.start(FileLocksWorker.class, "CHANNEL");
		assertThat(process.answer()).isEqualTo("ready");
		assertThat(process.ask("open one " + job())).isEqualTo("done");
		return process;
	}

}

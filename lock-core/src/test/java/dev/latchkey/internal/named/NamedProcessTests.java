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

package dev.latchkey.internal.named;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockInspection;
import dev.latchkey.LockOptions;
import dev.latchkey.LockState;
import dev.latchkey.contract.RecordingListener;
import dev.latchkey.internal.acquire.FaultyCalls;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.process.FlockCommand;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What named locks promise when processes are stopped and killed at the worst moment, and
 * when strangers change lock files.
 */
class NamedProcessTests {

	private static final int TOKEN = 16;

	private final RecordingListener listener = new RecordingListener();

	private final LockRuntime runtime = LockRuntime.builder().listeners(List.of(this.listener)).build();

	@TempDir
	Path directory;

	@AfterEach
	void close() {
		this.runtime.close();
	}

	@Test
	void aStoppedHolderIsStalledAndCanBeBroken() {
		Requirement.LOCK_TABLE.require();
		try (ForkedJvm holder = NamedWorker.start(locks()); ForkedJvm other = NamedWorker.start(locks())) {
			long token = Long.parseLong(holder.ask("try"));
			holder.stop();
			awaitState(LockState.STALLED);
			assertThat(lock().breakStalled().breakable()).isTrue();
			assertThat(Long.parseLong(other.ask("try"))).isGreaterThan(token);
			holder.resume();
			assertThat(holder.ask("await loss")).isEqualTo("lost");
			assertThat(holder.ask("require")).isEqualTo("lost");
			assertThat(holder.ask("release")).isEqualTo("released");
			assertThat(other.ask("require")).isEqualTo("held");
			assertThat(holder.ask("try")).isEqualTo("busy");
		}
	}

	@Test
	void aHolderThatBeatsBeforeTheMarkKeepsTheLock() {
		Requirement.LOCK_TABLE.require();
		try (ForkedJvm holder = NamedWorker.start(locks())) {
			assertThat(holder.ask("try")).isNotEqualTo("busy");
			holder.stop();
			awaitState(LockState.STALLED);
			LockInspection found = breakAfter(() -> {
				holder.resume();
				awaitState(LockState.HELD);
			});
			assertThat(found.breakable()).isFalse();
			assertThat(holder.ask("require")).isEqualTo("held");
			assertThat(holder.ask("release")).isEqualTo("released");
			assertThatItIsFree();
		}
	}

	@Test
	void aHolderThatAcquiresAnewBeforeTheMarkKeepsTheLock() {
		Requirement.LOCK_TABLE.require();
		try (ForkedJvm holder = NamedWorker.start(locks()); ForkedJvm other = NamedWorker.start(locks())) {
			assertThat(holder.ask("try")).isNotEqualTo("busy");
			holder.stop();
			awaitState(LockState.STALLED);
			LockInspection found = breakAfter(() -> {
				holder.resume();
				assertThat(holder.ask("release")).isEqualTo("released");
				assertThat(other.ask("acquire")).isNotEqualTo("busy");
			});
			assertThat(found.breakable()).isFalse();
			assertThat(other.ask("require")).isEqualTo("held");
			assertThat(holder.ask("try")).isEqualTo("busy");
		}
	}

	@Test
	void aProcessThatIsStoppedBeforeItsRecordCanBeBroken() {
		Requirement.LOCK_TABLE.require();
		try (ForkedJvm stopped = NamedWorker.start(locks()).send("stop when locked");
				ForkedJvm other = NamedWorker.start(locks())) {
			awaitState(LockState.ACQUIRING);
			NamedLock lock = lock();
			Awaitility.await().until(() -> lock.inspect().breakable());
			assertThat(other.ask("try")).isEqualTo("busy");
			assertThat(lock.breakStalled().breakable()).isTrue();
			long token = Long.parseLong(other.ask("try"));
			stopped.resume();
			assertThat(other.ask("require")).isEqualTo("held");
			assertThat(other.ask("release")).isEqualTo("released");
			assertThat(Long.parseLong(stopped.answer())).isGreaterThan(token);
			assertThat(stopped.ask("require")).isEqualTo("held");
		}
	}

	@Test
	void aProcessThatWasStoppedBeforeItsRecordAndGoesOnHolds() {
		Requirement.LOCK_TABLE.require();
		try (ForkedJvm stopped = NamedWorker.start(locks()).send("stop when locked")) {
			awaitState(LockState.ACQUIRING);
			stopped.resume();
			assertThat(stopped.answer()).isNotEqualTo("busy");
			assertThat(lock().inspect().state()).isEqualTo(LockState.HELD);
			assertThat(lock().breakStalled().breakable()).isFalse();
			assertThat(stopped.ask("require")).isEqualTo("held");
		}
	}

	@Test
	void aUserOfFlockIsHolderAndIsNeverBroken() throws IOException {
		Requirement.LOCK_TABLE.require();
		assertThatItIsFree();
		LockOptions shortest = LockOptions.of(Duration.ofNanos(2), Duration.ofNanos(1));
		NamedLock lock = new NamedLocks(this.runtime, locks(), shortest).lock("job");
		try (FlockCommand flock = FlockCommand.of(file())) {
			for (int look = 0; look < 3; look++) {
				LockInspection found = lock.breakStalled();
				assertThat(found.state()).isEqualTo(LockState.HELD);
				assertThat(found.holders()).extracting(LockHolder::pid).containsExactly(flock.pid());
				assertThat(found.breakable()).isFalse();
			}
			assertThat(lock.tryAcquire()).isEmpty();
		}
		assertThatItIsFree();
	}

	@Test
	void theNextHolderIsToldThatTheFormerWasKilled() throws InterruptedException {
		try (ForkedJvm holder = NamedWorker.start(locks())) {
			long token = Long.parseLong(holder.ask("try"));
			holder.kill();
			try (LockHold hold = lock().acquire(Duration.ofMinutes(1))) {
				assertThat(hold.fencingToken()).isGreaterThan(token);
			}
		}
		assertThat(this.listener.events()).containsOnlyOnce("taken over");
	}

	@Test
	void tokensGrowThoughTheLastOneIsOfATimeToComeAndItsFileWasSwept() throws IOException {
		// An idle file that is still open is not swept elsewhere.
		Requirement.MOVABLE_FILES.require();
		NamedLock lock = new NamedLocks(this.runtime, locks(), NamedWorker.OPTIONS).lock("job", "key");
		long token = tokenOf(lock);
		Path file = lock.id().path();
		long later = token + Duration.ofHours(1).toMillis() * 1000;
		try (FileChannel record = FileChannel.open(file, StandardOpenOption.WRITE)) {
			int unused = record.write(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, later),
					TOKEN);
		}
		assertThat(tokenOf(lock)).isEqualTo(later + 1);
		NamedLocks swept = new NamedLocks(this.runtime, locks(), NamedWorker.OPTIONS, Duration.ofMillis(1));
		Awaitility.await().until(() -> swept.directory().sweep().sweep() == 1);
		assertThat(file).doesNotExist();
		NamedLocks others = new NamedLocks(this.runtime, locks(), NamedWorker.OPTIONS);
		assertThat(tokenOf(others.lock("job", "key"))).isEqualTo(later + 2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 2, 10_000 })
	void aFileThatIsCutOffWhileItIsHeldIsReleased(int cycles) throws IOException {
		Requirement.CLOSE_KEEPS_LOCKS.require();
		NamedLock lock = lock();
		for (int cycle = 0; cycle < cycles; cycle++) {
			long unused = tokenOf(lock);
		}
		LockHold hold = lock.tryAcquire().orElseThrow();
		cutOff();
		hold.requireHeld();
		try (ForkedJvm other = NamedWorker.start(locks())) {
			assertThat(other.ask("try")).isEqualTo("busy");
			hold.close();
			assertThat(Long.parseLong(other.ask("acquire"))).isGreaterThan(hold.fencingToken());
		}
		assertThatItIsFree();
	}

	/** A release that is not seen to fail at once ends at the next heartbeat. */
	@ParameterizedTest
	@ValueSource(ints = { 2, 10_000 })
	void aFileThatIsCutOffRightBeforeTheReleaseIsReleased(int cycles) throws Exception {
		NamedLock lock = lock();
		for (int cycle = 0; cycle < cycles; cycle++) {
			long unused = tokenOf(lock);
		}
		for (int round = 0; round < 20; round++) {
			LockHold hold = lock.tryAcquire().orElseThrow();
			cutOff();
			try {
				hold.close();
			}
			catch (InternalError ex) {
				// The machine reports late what was stored into the file.
			}
			Awaitility.await().until(() -> isFreeInSpiteOfErrors(lock));
		}
	}

	@Test
	void aFileThatIsCutOffWhileItIsIdleGetsAnotherRecord() throws IOException {
		NamedLock lock = lock();
		long token = tokenOf(lock);
		long next = tokenOf(lock);
		assertThat(next).isGreaterThan(token);
		cutOff();
		assertThat(tokenOf(lock)).isGreaterThan(next);
	}

	@Test
	void aDirectoryThatWasRemovedIsMadeAnew() throws IOException {
		NamedLock lock = lock();
		long token = tokenOf(lock);
		try (Stream<Path> files = Files.list(locks())) {
			for (Path file : files.toList()) {
				Files.delete(file);
			}
		}
		Files.delete(locks());
		assertThat(tokenOf(lock)).isGreaterThan(token);
		try (LockHold hold = lock.tryAcquire().orElseThrow(); ForkedJvm other = NamedWorker.start(locks())) {
			assertThat(other.ask("try")).isEqualTo("busy");
			hold.requireHeld();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 8, 64 })
	void threadsOfOneProcessExcludeEachOther(int threads) {
		NamedLock lock = lock();
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		List<Long> tokens = new ArrayList<>();
		try {
			List<CompletableFuture<Void>> all = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				all.add(CompletableFuture.runAsync(() -> collect(lock, tokens), executor));
			}
			all.forEach(CompletableFuture::join);
		}
		finally {
			executor.shutdown();
		}
		assertThat(tokens).hasSize(threads * 50).isSorted().doesNotHaveDuplicates();
	}

	/** The list is not safe for threads: the lock is. */
	private static void collect(NamedLock lock, List<Long> tokens) {
		for (int i = 0; i < 50; i++) {
			try (LockHold hold = lock.acquire(Duration.ofMinutes(1))) {
				tokens.add(hold.fencingToken());
			}
			catch (InterruptedException ex) {
				throw new AssertionError(ex);
			}
		}
	}

	private LockInspection breakAfter(Runnable before) {
		List<Instant> once = new ArrayList<>();
		RemoverCalls calls = new RemoverCalls((file, token) -> {
			if (once.isEmpty()) {
				once.add(Instant.now());
				before.run();
			}
		});
		return new NamedLocks(FaultyCalls.runtimeOf(calls.calls()), locks(), NamedWorker.OPTIONS).lock("job")
			.breakStalled();
	}

	private static boolean isFreeInSpiteOfErrors(NamedLock lock) {
		try {
			return lock.tryAcquire().map((hold) -> {
				hold.close();
				return true;
			}).orElse(false);
		}
		catch (InternalError ex) {
			return false;
		}
	}

	private NamedLock lock() {
		return new NamedLocks(this.runtime, locks(), NamedWorker.OPTIONS).lock("job");
	}

	private static long tokenOf(NamedLock lock) {
		try (LockHold hold = lock.tryAcquire().orElseThrow()) {
			return hold.fencingToken();
		}
	}

	private void assertThatItIsFree() {
		Awaitility.await().until(() -> isFreeInSpiteOfErrors(lock()));
	}

	private void cutOff() throws IOException {
		Files.newByteChannel(file(), StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING).close();
	}

	private void awaitState(LockState state) {
		NamedLock lock = lock();
		Awaitility.await().untilAsserted(() -> assertThat(lock.inspect().state()).isEqualTo(state));
	}

	private Path locks() {
		return this.directory.resolve("locks");
	}

	private Path file() {
		return locks().resolve("job.flock");
	}

}

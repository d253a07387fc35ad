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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.CrossProcessLock;
import dev.latchkey.LockHold;
import dev.latchkey.LockType;
import dev.latchkey.internal.acquire.ActiveLocks;
import dev.latchkey.internal.acquire.LocalQueueView;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platforms.Platforms;
import dev.latchkey.pack.PackLocks;
import dev.latchkey.process.LockTableView;
import dev.latchkey.process.OtherHolder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Waits that are given up, in numbers and at any moment.
 */
@Timeout(120)
class PackCancellationTests {

	@TempDir
	Path directory;

	private final ActiveLocks activeLocks = new ActiveLocks();

	private final PackLockFiles packs = new PackLockFiles(
			LockRuntime.builder().listeners(List.of(this.activeLocks)).build(), PackLocks.FILE_NAME);

	private Path pack;

	private CrossProcessLock<LockHold> lock;

	@BeforeEach
	void makePack() throws IOException {
		this.pack = Files.createDirectory(this.directory.resolve("pack"));
		this.lock = this.packs.pack(this.pack);
	}

	@Test
	void tenThousandCancelledWaitsLeaveNothing() throws IOException {
		int linesBefore = LocalQueueView.lines();
		Random random = new Random(5);
		try (OtherHolder other = OtherHolder.of(LockType.PACK, this.pack)) {
			for (int batch = 0; batch < 200; batch++) {
				List<CompletableFuture<LockHold>> waits = new ArrayList<>();
				for (int i = 0; i < 50; i++) {
					waits.add(this.lock.acquireAsync());
				}
				LockSupport.parkNanos(random.nextInt(2_000_000));
				waits.forEach((wait) -> assertThat(wait.cancel(true)).isTrue());
			}
			assertThat(this.activeLocks.waits()).isEmpty();
			assertThat(LocalQueueView.lines()).isEqualTo(linesBefore);
			assertThat(LockTableView.waiters(this.lock.id().path())).isZero();
			// One is kept open for the next acquisition.
			assertThat(openFilesOfPack()).hasSizeLessThanOrEqualTo(1);
			assertThat(other.isHolding()).isTrue();
		}
		this.lock.tryAcquire().orElseThrow().close();
		// The thread that was told to stop may still be on its last steps.
		Awaitility.await().until(() -> Thread.getAllStackTraces().keySet().stream().noneMatch(this::waits));
	}

	private boolean waits(Thread thread) {
		return thread.getName().equals("latchkey-acquire");
	}

	@Test
	void afterACancelTheLockIsFreeTheMomentItsHolderReleasesIt() throws Exception {
		for (int i = 0; i < 200; i++) {
			LockHold hold = this.lock.acquire();
			CompletableFuture<LockHold> wait = otherThreadsWait();
			boolean cancelled = wait.cancel(true);
			hold.close();
			assertThat(cancelled).isTrue();
			this.lock.tryAcquire().orElseThrow().close();
		}
	}

	@Test
	void afterACancelTheLockIsFreeTheMomentAnotherProcessReleasesIt() {
		for (int i = 0; i < 3; i++) {
			try (OtherHolder other = OtherHolder.of(LockType.PACK, this.pack)) {
				CompletableFuture<LockHold> wait = this.lock.acquireAsync();
				Awaitility.await().until(() -> LockTableView.waiters(this.lock.id().path()) == 1);
				assertThat(wait.cancel(true)).isTrue();
				assertThat(other.isHolding()).isTrue();
			}
			this.lock.tryAcquire().orElseThrow().close();
		}
	}

	/** The number of a closed descriptor is soon that of another lock. */
	@Test
	void aCancelledWaitDoesNotUnlockWhatIsOpenedNext() throws Exception {
		CrossProcessLock<LockHold> another = this.packs.pack(Files.createDirectory(this.directory.resolve("another")));
		try (OtherHolder other = OtherHolder.of(LockType.PACK, this.pack)) {
			for (int i = 0; i < 500; i++) {
				CompletableFuture<LockHold> wait = this.lock.acquireAsync();
				CompletableFuture<Boolean> cancel = CompletableFuture.supplyAsync(() -> wait.cancel(true));
				try (LockHold hold = another.acquire()) {
					assertThat(cancel.get()).isTrue();
					assertThat(isLocked(hold.id().path())).isTrue();
				}
			}
			assertThat(other.isHolding()).isTrue();
		}
	}

	@Test
	void aWaiterDoesNotGoOnWaitingForARemovedFile() throws Exception {
		try (OtherHolder other = OtherHolder.of(LockType.PACK, this.pack)) {
			CompletableFuture<LockHold> wait = this.lock.acquireAsync();
			Awaitility.await().until(() -> LockTableView.waiters(this.lock.id().path()) == 1);
			Files.delete(this.lock.id().path());
			try (LockHold hold = wait.get()) {
				hold.requireHeld();
				assertThat(hold.id().path()).exists();
			}
			assertThat(other.isHolding()).isFalse();
		}
	}

	@Test
	void aTimeLimitOnTheFutureEndsTheWait() {
		try (OtherHolder other = OtherHolder.of(LockType.PACK, this.pack)) {
			CompletableFuture<LockHold> wait = this.lock.acquireAsync();
			assertThat(wait.orTimeout(20, TimeUnit.MILLISECONDS)).failsWithin(Duration.ofSeconds(30));
			Awaitility.await().until(() -> LockTableView.waiters(this.lock.id().path()) == 0);
			assertThat(other.isHolding()).isTrue();
		}
	}

	private CompletableFuture<LockHold> otherThreadsWait() throws Exception {
		CompletableFuture<LockHold> wait = AnotherThread.get(this.lock::acquireAsync);
		Awaitility.await().pollDelay(Duration.ZERO).until(() -> !this.activeLocks.waits().isEmpty());
		return wait;
	}

	/** Asks the kernel itself: its table of locks may miss a row while others change. */
	private static boolean isLocked(Path file) {
		FileCalls files = Platforms.current().files();
		int descriptor = files.openToLook(NativePath.of(file));
		int result = files.tryLockShared(descriptor);
		files.close(descriptor);
		return Errno.EAGAIN.is(result);
	}

	private List<Path> openFilesOfPack() throws IOException {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			return descriptors.filter((descriptor) -> target(descriptor).startsWith(this.pack.toString())).toList();
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

}

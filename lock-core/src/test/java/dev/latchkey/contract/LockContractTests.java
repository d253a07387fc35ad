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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.latchkey.LockHold;
import dev.latchkey.LockListener;
import dev.latchkey.LockLostException;
import dev.latchkey.LockReentryException;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockType;
import dev.latchkey.process.EachFileLock;
import dev.latchkey.process.LockTableView;
import dev.latchkey.process.OtherHolder;
import dev.latchkey.process.Requirement;
import dev.latchkey.process.TestLock;
import dev.latchkey.process.VirtualThreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What every lock promises within one JVM. What it promises between processes is in
 * {@code LockProcessTests}.
 */
class LockContractTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	@TempDir
	Path directory;

	private final RecordingListener listener = new RecordingListener();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void endThreads() throws InterruptedException {
		this.threads.shutdownNow();
		assertThat(this.threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
	}

	@ParameterizedTest
	@EachFileLock
	void aFreeLockIsAcquired(LockType type) {
		TestLock lock = lock(type);
		Instant before = Instant.now();
		try (LockHold hold = lock.tryAcquire().orElseThrow()) {
			assertThat(hold.isHeld()).isTrue();
			hold.requireHeld();
			assertThat(hold.id().type()).isEqualTo(type);
			assertThat(hold.id().path()).isEqualTo(lock.file()).exists();
			assertThat(hold.acquiredAt()).isBetween(before, Instant.now());
			assertThat(hold.holder().pid()).isEqualTo(ProcessHandle.current().pid());
			assertThat(hold.fencingToken()).isPositive();
		}
		assertThat(this.listener.events()).containsExactly("acquired", "released");
	}

	@ParameterizedTest
	@EachFileLock
	void aHeldLockIsBusy(LockType type) {
		TestLock lock = lock(type);
		try (LockHold hold = lock.tryAcquire().orElseThrow()) {
			assertThat(lock.tryAcquire()).isEmpty();
			assertThat(anotherObjectFor(type).tryAcquire()).isEmpty();
			assertThat(hold.isHeld()).isTrue();
		}
	}

	@ParameterizedTest
	@EachFileLock
	void tokensGrow(LockType type) {
		TestLock lock = lock(type);
		long last = 0;
		for (int i = 0; i < 100; i++) {
			try (LockHold hold = lock.tryAcquire().orElseThrow()) {
				assertThat(hold.fencingToken()).isGreaterThan(last);
				last = hold.fencingToken();
			}
		}
	}

	@ParameterizedTest
	@EachFileLock
	void aReleasedHoldIsNotHeldAndMayBeClosedAgain(LockType type) {
		TestLock lock = lock(type);
		LockHold hold = lock.tryAcquire().orElseThrow();
		hold.close();
		hold.close();
		assertThat(hold.isHeld()).isFalse();
		assertThatExceptionOfType(LockLostException.class).isThrownBy(hold::requireHeld)
			.withMessageContaining("released");
		try (LockHold next = lock.tryAcquire().orElseThrow()) {
			hold.close();
			next.requireHeld();
		}
		assertThat(this.listener.events()).containsExactly("acquired", "released", "acquired", "released");
	}

	@ParameterizedTest
	@EachFileLock
	void aHoldMayBeReleasedByAnotherThread(LockType type) throws Exception {
		TestLock lock = lock(type);
		LockHold hold = lock.tryAcquire().orElseThrow();
		this.threads.submit(hold::close).get();
		lock.acquire(LONG).close();
	}

	@ParameterizedTest
	@EachFileLock
	void waitingForAHoldOfTheSameThreadIsRefused(LockType type) {
		TestLock lock = lock(type);
		try (LockHold hold = lock.tryAcquire().orElseThrow()) {
			assertThatExceptionOfType(LockReentryException.class).isThrownBy(() -> lock.acquire(LONG))
				.satisfies((ex) -> assertThat(ex.id()).isEqualTo(hold.id()));
			assertThatExceptionOfType(LockReentryException.class).isThrownBy(() -> lock.acquire(Duration.ZERO));
		}
	}

	@ParameterizedTest
	@EachFileLock
	void waitersOfOneJvmAreServedInOrder(LockType type) throws Exception {
		TestLock lock = lock(type);
		List<Integer> order = new ArrayList<>();
		List<Future<?>> waiters = new ArrayList<>();
		try (LockHold hold = lock.tryAcquire().orElseThrow()) {
			for (int i = 0; i < 5; i++) {
				int number = i;
				waiters.add(this.threads.submit(() -> {
					try (LockHold entry = lock.acquire(LONG)) {
						order.add(entry.isHeld() ? number : -1);
					}
					return null;
				}));
				awaitWaiting(i + 1);
			}
			assertThat(hold.isHeld()).isTrue();
		}
		for (Future<?> waiter : waiters) {
			waiter.get();
		}
		assertThat(order).containsExactly(0, 1, 2, 3, 4);
	}

	@ParameterizedTest
	@EachFileLock
	void aWaitThatRunsOutNamesTheHolder(LockType type) {
		TestLock lock = lock(type);
		try (LockHold hold = lock.tryAcquire().orElseThrow()) {
			Future<LockHold> waiter = this.threads.submit(() -> lock.acquire(Duration.ofMillis(20)));
			assertThat(waiter).failsWithin(LONG).withThrowableThat().havingCause().satisfies((ex) -> {
				LockTimeoutException timeout = (LockTimeoutException) ex;
				assertThat(timeout.id()).isEqualTo(hold.id());
				assertThat(timeout.waited()).isGreaterThanOrEqualTo(Duration.ofMillis(20));
				assertThat(timeout.holders()).singleElement()
					.satisfies((holder) -> assertThat(holder.pid()).isEqualTo(ProcessHandle.current().pid()));
			});
		}
		assertThat(this.listener.events()).containsExactly("acquired", "waiting", "wait ended: TIMED_OUT", "timed out",
				"released");
	}

	@ParameterizedTest
	@EachFileLock
	void aWaitOfZeroTriesOnce(LockType type) throws InterruptedException {
		TestLock lock = lock(type);
		lock.acquire(Duration.ZERO).close();
		try (OtherHolder other = OtherHolder.of(type, locks())) {
			assertThat(other.isHolding()).isTrue();
			assertThatExceptionOfType(LockTimeoutException.class).isThrownBy(() -> lock.acquire(Duration.ZERO));
		}
	}

	@ParameterizedTest
	@EachFileLock
	void anInterruptEndsAWaitInTheKernel(LockType type) throws Exception {
		TestLock lock = lock(type);
		try (OtherHolder other = OtherHolder.of(type, locks())) {
			Future<LockHold> waiter = this.threads.submit(() -> lock.acquire(LONG));
			awaitKernelWaiters(lock, 1);
			this.threads.shutdownNow();
			assertThat(waiter).failsWithin(LONG)
				.withThrowableThat()
				.havingCause()
				.isInstanceOf(InterruptedException.class);
			awaitKernelWaiters(lock, 0);
			assertThat(other.isHolding()).isTrue();
		}
		lock.acquire(LONG).close();
	}

	@ParameterizedTest
	@EachFileLock
	void aTimeoutEndsAWaitInTheKernel(LockType type) throws Exception {
		TestLock lock = lock(type);
		try (OtherHolder other = OtherHolder.of(type, locks())) {
			Future<LockHold> waiter = this.threads.submit(() -> lock.acquire(Duration.ofSeconds(2)));
			awaitKernelWaiters(lock, 1);
			assertThat(waiter).failsWithin(LONG)
				.withThrowableThat()
				.havingCause()
				.isInstanceOf(LockTimeoutException.class);
			awaitKernelWaiters(lock, 0);
			assertThat(other.isHolding()).isTrue();
		}
		lock.acquire(LONG).close();
	}

	@ParameterizedTest
	@EachFileLock
	void anInterruptedThreadDoesNotBeginToWait(LockType type) {
		TestLock lock = lock(type);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> lock.acquire(LONG));
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		assertThat(this.listener.events()).isEmpty();
	}

	@ParameterizedTest
	@EachFileLock
	void oneThreadOfTheJvmWaitsInTheKernel(LockType type) throws Exception {
		TestLock lock = lock(type);
		List<Future<?>> waiters = new ArrayList<>();
		try (OtherHolder other = OtherHolder.of(type, locks())) {
			for (int i = 0; i < 10; i++) {
				waiters.add(this.threads.submit(() -> {
					lock.acquire(LONG).close();
					return null;
				}));
			}
			awaitWaiting(10);
			awaitKernelWaiters(lock, 1);
			assertThat(other.isHolding()).isTrue();
		}
		for (Future<?> waiter : waiters) {
			waiter.get(1, TimeUnit.MINUTES);
		}
	}

	@ParameterizedTest
	@EachFileLock
	void aRemovedFileIsNoticedOnceAndTheHoldEndsQuietly(LockType type) throws IOException {
		TestLock lock = lock(type);
		LockHold hold = lock.tryAcquire().orElseThrow();
		Files.delete(lock.file());
		assertThatExceptionOfType(LockLostException.class).isThrownBy(hold::requireHeld);
		assertThatExceptionOfType(LockLostException.class).isThrownBy(hold::requireHeld);
		assertThat(hold.isHeld()).isFalse();
		hold.close();
		assertThat(this.listener.events()).containsExactly("acquired", "lost");
		lock.tryAcquire().orElseThrow().close();
	}

	@ParameterizedTest
	@EachFileLock
	void aSuccessorsFileIsNotRemovedByALostHold(LockType type) throws IOException {
		LockHold hold = lock(type).tryAcquire().orElseThrow();
		deleteFiles();
		try (OtherHolder other = OtherHolder.of(type, locks())) {
			hold.close();
			assertThat(other.isHolding()).isTrue();
		}
	}

	/** A pack's directory is not the lock's to make. */
	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "PACK", "REGISTRY" })
	void aRemovedDirectoryIsMadeAgain(LockType type) throws IOException {
		TestLock lock = lock(type);
		lock.tryAcquire().orElseThrow().close();
		deleteFiles();
		Files.delete(locks());
		try (LockHold hold = lock.tryAcquire().orElseThrow()) {
			hold.requireHeld();
			assertThat(lock.file()).exists();
		}
	}

	@ParameterizedTest
	@EachFileLock
	void aListenerThatFailsCostsNothing(LockType type) {
		TestLock lock = TestLock.of(type, locks(), new EventCallbacks() {

			@Override
			public void acquired(LockHold hold) {
				throw new IllegalStateException("acquired");
			}

			@Override
			public void released(LockHold hold) {
				throw new IllegalStateException("released");
			}

		});
		lock.tryAcquire().orElseThrow().close();
		lock.tryAcquire().orElseThrow().close();
	}

	@ParameterizedTest
	@EachFileLock
	void aThousandVirtualThreadsShareOneLock(LockType type) throws Exception {
		Requirement.VIRTUAL_THREADS.require();
		TestLock lock = lock(type);
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger served = new AtomicInteger();
		CountDownLatch carriersAreFree = new CountDownLatch(1);
		ExecutorService virtual = VirtualThreads.executor();
		List<Future<?>> waiters = new ArrayList<>();
		try (OtherHolder other = OtherHolder.of(type, locks())) {
			for (int i = 0; i < 1000; i++) {
				waiters.add(virtual.submit(() -> {
					try (LockHold hold = lock.acquire(LONG)) {
						assertThat(inside.incrementAndGet()).isEqualTo(1);
						assertThat(hold.isHeld()).isTrue();
						inside.decrementAndGet();
					}
					return served.incrementAndGet();
				}));
			}
			awaitWaiting(1000);
			awaitKernelWaiters(lock, 1);
			virtual.execute(carriersAreFree::countDown);
			assertThat(carriersAreFree.await(1, TimeUnit.MINUTES)).isTrue();
			assertThat(other.isHolding()).isTrue();
		}
		for (Future<?> waiter : waiters) {
			waiter.get(1, TimeUnit.MINUTES);
		}
		virtual.shutdown();
		assertThat(served).hasValue(1000);
	}

	@ParameterizedTest
	@EachFileLock
	void anInterruptEndsTheWaitOfAVirtualThread(LockType type) throws Exception {
		Requirement.VIRTUAL_THREADS.require();
		TestLock lock = lock(type);
		ExecutorService virtual = VirtualThreads.executor();
		try (OtherHolder other = OtherHolder.of(type, locks())) {
			Future<LockHold> waiter = virtual.submit(() -> lock.acquire(LONG));
			awaitKernelWaiters(lock, 1);
			virtual.shutdownNow();
			assertThat(waiter).failsWithin(LONG)
				.withThrowableThat()
				.havingCause()
				.isInstanceOf(InterruptedException.class);
			awaitKernelWaiters(lock, 0);
			assertThat(other.isHolding()).isTrue();
		}
	}

	private Path locks() {
		return this.directory.resolve("locks");
	}

	private TestLock lock(LockType type) {
		return TestLock.of(type, locks(), this.listener);
	}

	private TestLock anotherObjectFor(LockType type) {
		return TestLock.of(type, locks(), LockListener.NONE);
	}

	private void awaitWaiting(int count) {
		Awaitility.await()
			.until(() -> this.listener.events().stream().filter((event) -> event.equals("waiting")).count() == count);
	}

	private static void awaitKernelWaiters(TestLock lock, int count) {
		Awaitility.await().until(() -> LockTableView.waiters(lock.file()) == count);
	}

	private void deleteFiles() throws IOException {
		try (Stream<Path> files = Files.list(locks())) {
			files.forEach(LockContractTests::delete);
		}
	}

	private static void delete(Path file) {
		try {
			Files.delete(file);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

}

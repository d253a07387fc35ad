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

package dev.latchkey.spring.springintegration;

import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.latchkey.Latchkey;
import dev.latchkey.LockLostException;
import dev.latchkey.LockOptions;
import dev.latchkey.internal.acquire.ActiveLocks;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.named.NamedLocks;
import dev.latchkey.spring.TestParts;

import static dev.latchkey.spring.LockedFile.isLocked;
import static dev.latchkey.spring.LockedFile.locked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What users of a lock registry rely on, within one process.
 */
class FileLockRegistryTests {

	private static final String KEY = "orders";

	private final ActiveLocks activeLocks = new ActiveLocks();

	private final LockRuntime runtime = LockRuntime.builder().listeners(List.of(this.activeLocks)).build();

	private final ExecutorService otherThread = Executors.newSingleThreadExecutor();

	@SuppressWarnings("NullAway.Init")
	private NamedLocks locks;

	@SuppressWarnings("NullAway.Init")
	private FileLockRegistry registry;

	@BeforeEach
	void create(@TempDir Path temporary) {
		this.locks = new NamedLocks(this.runtime, temporary.resolve("locks"), LockOptions.defaults());
		this.registry = new FileLockRegistry(TestParts.latchkey(this.runtime, this.locks));
	}

	@AfterEach
	void end() {
		this.otherThread.shutdownNow();
		this.locks.close();
	}

	@Test
	void theFileIsLockedWhileTheLockIsHeldAndStays() {
		for (int i = 0; i < 10; i++) {
			Lock lock = this.registry.obtain(KEY);
			acquire(lock);
			assertThat(file(KEY)).is(locked());
			lock.unlock();
			assertThat(file(KEY)).isNot(locked());
		}
	}

	@Test
	void eachWayToLockIsReentrant() throws Exception {
		Lock lock = this.registry.obtain(KEY);
		acquire(lock);
		lock.lockInterruptibly();
		assertThat(lock.tryLock()).isTrue();
		assertThat(this.registry.obtain(KEY).tryLock(1, TimeUnit.MINUTES)).isTrue();
		for (int i = 0; i < 3; i++) {
			this.registry.obtain(KEY).unlock();
			assertThat(elsewhere(() -> this.registry.obtain(KEY).tryLock())).isFalse();
		}
		lock.unlock();
		assertThat(elsewhere(() -> this.registry.obtain(KEY).tryLock())).isTrue();
	}

	@Test
	void theLocksOfAKeyAreEqual() {
		Lock lock = this.registry.obtain(KEY);
		assertThat(this.registry.obtain(KEY)).isEqualTo(lock).hasSameHashCodeAs(lock).hasToString(lock.toString());
		assertThat(this.registry.obtain("other")).isNotEqualTo(lock);
	}

	@Test
	void keysAreIndependent() throws Exception {
		this.registry.obtain(KEY).lockInterruptibly();
		assertThat(this.registry.obtain("other").tryLock()).isTrue();
		assertThat(elsewhere(() -> this.registry.obtain("third").tryLock())).isTrue();
		this.registry.obtain("other").unlock();
		this.registry.obtain(KEY).unlock();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "../up", "a/b", "Grüße", "9c1b2e0a-7f0e-4b1d-8a1a-0d6f0c6b8f11" })
	void anyTextIsAKey(String key) {
		Lock lock = this.registry.obtain(key);
		acquire(lock);
		assertThat(file(key)).is(locked()).hasParent(this.locks.path());
		lock.unlock();
	}

	@Test
	void whatIsNoTextIsNoKey() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.registry.obtain(17)).withMessageContaining("text");
	}

	@Test
	void anotherThreadFailsToGetTheLockAndMayNotUnlockIt() throws Exception {
		Lock lock = this.registry.obtain(KEY);
		acquire(lock);
		assertThat(elsewhere(lock::tryLock)).isFalse();
		assertThat(elsewhere(() -> lock.tryLock(0, TimeUnit.SECONDS))).isFalse();
		assertThat(elsewhere(() -> lock.tryLock(20, TimeUnit.MILLISECONDS))).isFalse();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> elsewhere(() -> {
			lock.unlock();
			return true;
		}))
			.havingCause()
			.isInstanceOf(IllegalMonitorStateException.class)
			.withMessageContaining("does not own")
			.withMessageContaining(KEY);
		assertThat(file(KEY)).is(locked());
		lock.unlock();
	}

	@Test
	void whatIsNotLockedCannotBeUnlocked() {
		Lock lock = this.registry.obtain(KEY);
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(lock::unlock);
		acquire(lock);
		lock.unlock();
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(lock::unlock);
	}

	@Test
	void anotherThreadWaitsUntilTheLockIsFree() throws Exception {
		Lock lock = this.registry.obtain(KEY);
		acquire(lock);
		Future<Boolean> waiting = this.otherThread.submit(() -> {
			this.registry.obtain(KEY).lockInterruptibly();
			this.registry.obtain(KEY).unlock();
			return true;
		});
		awaitWaiter();
		assertThat(waiting).isNotDone();
		lock.unlock();
		assertThat(waiting.get(1, TimeUnit.MINUTES)).isTrue();
	}

	@Test
	void registriesOfOneDirectoryHaveTheSameLocks() throws Exception {
		FileLockRegistry other = new FileLockRegistry(Latchkey.builder().directory(this.locks.path()).build());
		acquire(this.registry.obtain(KEY));
		assertThat(elsewhere(() -> other.obtain(KEY).tryLock())).isFalse();
		assertThat(other.obtain(KEY)).isEqualTo(this.registry.obtain(KEY));
		assertThat(other.obtain(KEY).tryLock()).as("on the same thread").isTrue();
		other.obtain(KEY).unlock();
		assertThat(elsewhere(() -> other.obtain(KEY).tryLock())).isFalse();
		this.registry.obtain(KEY).unlock();
		assertThat(elsewhere(() -> other.obtain(KEY).tryLock())).isTrue();
	}

	@Test
	void aWaitThatMayBeInterruptedIs() throws Exception {
		acquire(this.registry.obtain(KEY));
		Future<Boolean> waiting = this.otherThread.submit(() -> this.registry.obtain(KEY).tryLock(1, TimeUnit.HOURS));
		awaitWaiter();
		waiting.cancel(true);
		Awaitility.await().untilAsserted(() -> assertThat(this.activeLocks.waits()).isEmpty());
		this.registry.obtain(KEY).unlock();
		assertThat(elsewhere(() -> this.registry.obtain(KEY).tryLock())).isTrue();
	}

	@Test
	void aWaitThatMayNotBeInterruptedGoesOnAndKeepsTheInterrupt() throws Exception {
		acquire(this.registry.obtain(KEY));
		CountDownLatch locked = new CountDownLatch(1);
		boolean[] interrupted = new boolean[1];
		Thread waiter = new Thread(() -> {
			acquire(this.registry.obtain(KEY));
			interrupted[0] = Thread.currentThread().isInterrupted();
			this.registry.obtain(KEY).unlock();
			locked.countDown();
		});
		waiter.start();
		awaitWaiter();
		waiter.interrupt();
		assertThat(locked.await(100, TimeUnit.MILLISECONDS)).isFalse();
		this.registry.obtain(KEY).unlock();
		assertThat(locked.await(1, TimeUnit.MINUTES)).isTrue();
		assertThat(interrupted).containsExactly(true);
	}

	@Test
	void theLossOfALockIsToldWhenItIsLockedAgainAndWhenItIsUnlocked() throws Exception {
		Lock lock = this.registry.obtain(KEY);
		acquire(lock);
		acquire(lock);
		Files.delete(file(KEY));
		assertThatExceptionOfType(LockLostException.class).isThrownBy(lock::lock);
		assertThatExceptionOfType(LockLostException.class).isThrownBy(lock::tryLock);
		lock.unlock();
		assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(lock::unlock)
			.withMessageContaining("'" + KEY + "' was lost")
			.withCauseInstanceOf(LockLostException.class);
		assertThat(lock.tryLock()).isTrue();
		lock.unlock();
	}

	@Test
	void aLostLockLeavesTheFileOfItsSuccessorAlone() throws Exception {
		Lock lock = this.registry.obtain(KEY);
		acquire(lock);
		Files.delete(file(KEY));
		Files.writeString(file(KEY), "");
		assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(lock::unlock);
		assertThat(file(KEY)).exists();
	}

	@Test
	void thereAreNoConditions() {
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> this.registry.obtain(KEY).newCondition());
	}

	@Test
	void tasksRunLocked() throws Exception {
		boolean locked = this.registry.<Boolean, Exception>executeLocked(KEY,
				() -> this.registry.<Boolean, Exception>executeLocked(KEY, () -> isLocked(file(KEY))));
		assertThat(locked).isTrue();
		acquire(this.registry.obtain(KEY));
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> elsewhere(
					() -> this.registry.<Boolean, Exception>executeLocked(KEY, Duration.ofMillis(20), () -> true)))
			.withCauseInstanceOf(TimeoutException.class);
		this.registry.obtain(KEY).unlock();
	}

	@Test
	void nothingIsKeptOfAKeyThatNobodyHolds() {
		WeakReference<Lock> lock = new WeakReference<>(this.registry.obtain(KEY));
		for (int i = 0; i < 1000; i++) {
			Lock other = this.registry.obtain(KEY + i);
			acquire(other);
			other.unlock();
		}
		assertThat(this.activeLocks.holds()).isEmpty();
		Awaitility.await().until(() -> {
			System.gc();
			return lock.get() == null;
		});
	}

	@Test
	void aThreadThatHoldsNothingHasNothingHere() {
		Lock lock = this.registry.obtain(KEY);
		acquire(lock);
		assertThat(FileRegistryHolds.isEmpty()).isFalse();
		lock.unlock();
		assertThat(FileRegistryHolds.isEmpty()).isTrue();
	}

	/** Lock without a try statement after it. */
	private static void acquire(Lock lock) {
		lock.lock();
	}

	private boolean elsewhere(Callable<Boolean> task) throws Exception {
		return this.otherThread.submit(task).get(1, TimeUnit.MINUTES);
	}

	private void awaitWaiter() {
		Awaitility.await().untilAsserted(() -> assertThat(this.activeLocks.waits()).hasSize(1));
	}

	private Path file(String key) {
		return this.locks.lock(FileLockRegistry.NAME, key).id().path();
	}

}

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

package dev.latchkey.internal.acquire;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

import dev.latchkey.LockHold;
import dev.latchkey.LockId;
import dev.latchkey.LockListener;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockType;
import dev.latchkey.contract.EventCallbacks;
import dev.latchkey.internal.claim.ClaimDirectory;
import dev.latchkey.internal.platform.Platform;
import dev.latchkey.internal.platform.ProcessCalls;
import dev.latchkey.internal.platform.Threads;
import dev.latchkey.internal.platforms.Platforms;
import dev.latchkey.process.EachFileLock;
import dev.latchkey.process.Effort;
import dev.latchkey.process.Requirement;
import dev.latchkey.process.TestLock;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many waits that run out together.
 */
class TimeoutCrowdTests {

	private static final int CROWD = 60;

	@TempDir
	Path directory;

	private final AtomicInteger looks = new AtomicInteger();

	private final Set<Thread> lookers = ConcurrentHashMap.newKeySet();

	private final Set<Thread> waiters = ConcurrentHashMap.newKeySet();

	private final CountDownLatch runOut = new CountDownLatch(CROWD);

	@ParameterizedTest
	@EachFileLock
	void oneLookAtTheHolderServesAllAndIsMadeByNoWaiter(LockType type) throws InterruptedException {
		Requirement.LOCK_TABLE.require();
		Queue<List<Long>> told = new ConcurrentLinkedQueue<>();
		CountDownLatch begun = new CountDownLatch(CROWD);
		CountDownLatch ended = new CountDownLatch(CROWD);
		TestLock lock = TestLock.of(type, this.directory.resolve("locks"), runtime());
		try (LockHold hold = lock.tryAcquire().orElseThrow()) {
			for (int i = 0; i < CROWD; i++) {
				Threads.startWaiting("waiter", () -> {
					this.waiters.add(Thread.currentThread());
					begun.countDown();
					told.add(toldHolders(lock, begun));
					ended.countDown();
				});
			}
			assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
			long self = hold.holder().pid();
			assertThat(told).hasSize(CROWD).allSatisfy((pids) -> assertThat(pids).containsExactly(self));
		}
		lock.close();
		assertThat(this.looks).hasValueBetween(1, CROWD / 6);
		assertThat(this.lookers).isNotEmpty().doesNotContainAnyElementsOf(this.waiters);
	}

	private static List<Long> toldHolders(TestLock lock, CountDownLatch begun) {
		try {
			assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
			lock.acquire(Duration.ofMillis(500)).close();
			return List.of();
		}
		catch (LockTimeoutException ex) {
			return ex.holders().stream().map((holder) -> holder.pid()).toList();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * A runtime that counts looks at the files of a process, which go on only when all
	 * waits have run out.
	 */
	private LockRuntime runtime() {
		Platform real = Platforms.current();
		ProcessCalls processes = (ProcessCalls) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { ProcessCalls.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("openFiles")) {
						this.looks.incrementAndGet();
						this.lookers.add(Thread.currentThread());
						assertThat(this.runOut.await(1, TimeUnit.MINUTES)).isTrue();
					}
					return method.invoke(real.processes(), arguments);
				});
		LockListener listener = new EventCallbacks() {

			@Override
			public void timedOut(LockId id, Duration waited) {
				TimeoutCrowdTests.this.runOut.countDown();
			}

		};
		return LockRuntime
			.builder(new Platform(real.files(), processes, real.wakes(), real.watches(), real.spawns(), real.traits()))
			.listeners(List.of(listener))
			.build();
	}

	/**
	 * The bound is far above what a quiet machine needs, and far below a look for each.
	 */
	@Test
	void waitsOfManyVirtualThreadsForManyLocksEndInTime() throws InterruptedException {
		Requirement.VIRTUAL_THREADS.require();
		int keys = 500;
		int crowd = Effort.isThorough() ? 10_000 : 2_000;
		LockRuntime runtime = LockRuntime.builder().build();
		ClaimDirectory claims = ClaimDirectory.open(this.directory, runtime);
		List<LockHold> holds = new ArrayList<>();
		for (int i = 0; i < keys; i++) {
			holds.add(claims.claim("key-" + i, new byte[0]).tryAcquire().orElseThrow());
		}
		AtomicLong latest = new AtomicLong();
		CountDownLatch ended = new CountDownLatch(crowd);
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
		for (int i = 0; i < crowd; i++) {
			String key = "key-" + i % keys;
			Threads.startWaiting("waiter", () -> {
				try {
					claims.claim(key, new byte[0]).acquire(Duration.ofNanos(end - System.nanoTime())).close();
				}
				catch (LockTimeoutException ex) {
					latest.accumulateAndGet(System.nanoTime() - end, Math::max);
					ended.countDown();
				}
				catch (InterruptedException ex) {
					throw new AssertionError(ex);
				}
			});
		}
		assertThat(ended.await(2, TimeUnit.MINUTES)).isTrue();
		assertThat(Duration.ofNanos(latest.get())).isLessThan(Duration.ofSeconds(5));
		holds.forEach(LockHold::close);
		claims.close();
		runtime.close();
	}

}

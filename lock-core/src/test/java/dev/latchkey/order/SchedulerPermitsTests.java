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

package dev.latchkey.order;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.latchkey.LockOrderException;
import dev.latchkey.LockTier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Permits: bounded, fair, cancellable, and on their tier.
 */
@Timeout(60)
class SchedulerPermitsTests {

	private final LockTiers tiers = new LockTiers(Enforcement.FAIL, List.of());

	private final ExecutorService threads = Executors.newCachedThreadPool();

	/** What a test that failed has left is not the next one's. */
	@BeforeEach
	void beginAnew() {
		TaskStack.clear();
	}

	@AfterEach
	void endThreads() {
		this.threads.shutdownNow();
		assertThat(TaskStack.current().isEmpty()).isTrue();
	}

	@Test
	void noMoreAtOnceThanThereArePermits() throws Exception {
		SchedulerPermits permits = permits(3);
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		List<Future<?>> tasks = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			tasks.add(this.threads.submit(() -> {
				for (int n = 0; n < 1_000; n++) {
					Permit permit = permits.acquire();
					most.accumulateAndGet(inside.incrementAndGet(), Math::max);
					LockSupport.parkNanos(1_000);
					inside.decrementAndGet();
					permit.close();
				}
				return null;
			}));
		}
		for (Future<?> task : tasks) {
			task.get();
		}
		assertThat(most.get()).isLessThanOrEqualTo(3).isGreaterThan(1);
		assertThat(permits.available()).isEqualTo(3);
		assertThat(permits.waiters()).isZero();
	}

	@Test
	void permitsAreGivenInTheOrderInWhichTheyWereAskedFor() throws Exception {
		SchedulerPermits permits = permits(1);
		Permit first = this.threads.submit(() -> permits.acquire()).get();
		List<Integer> order = new ArrayList<>();
		List<CompletableFuture<Void>> waits = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			int number = i;
			waits.add(permits.acquireAsync().thenAccept((permit) -> {

				order.add(number);
				// Whoever comes without waiting does not pass those who wait.
				assertThat(permits.waiters() > 0 && permits.tryAcquire().isPresent()).isFalse();
				permit.close();
			}));
		}
		first.close();
		first.close();
		waits.forEach(CompletableFuture::join);
		assertThat(order).containsExactly(0, 1, 2, 3, 4);
		assertThat(permits.available()).isOne();
	}

	@Test
	void cancelledInterruptedAndTimedOutWaitsLeaveNothing() throws Exception {
		SchedulerPermits permits = permits(1);
		Permit only = this.threads.submit(() -> permits.acquire()).get();
		for (int i = 0; i < 10_000; i++) {
			assertThat(permits.acquireAsync().cancel(true)).isTrue();
		}
		assertThat(permits.waiters()).isZero();
		assertThat(permits.acquire(Duration.ofMillis(1))).isEmpty();
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(permits::acquire);
		assertThat(permits.waiters()).isZero();
		assertThat(permits.tryAcquire()).isEmpty();
		only.close();
		permits.tryAcquire().orElseThrow().close();
		assertThat(permits.available()).isOne();
	}

	/** Given and cancelled at the same moment: one of the two, and no permit is lost. */
	@Test
	void aCancelThatMeetsAPermitLosesNone() throws Exception {
		SchedulerPermits permits = permits(1);
		for (int i = 0; i < 2_000; i++) {
			Permit only = this.threads.submit(() -> permits.acquire()).get();
			CompletableFuture<Permit> wait = permits.acquireAsync();
			Future<?> release = this.threads.submit(only::close);
			if (!wait.cancel(true)) {
				wait.join().close();
			}
			release.get();
			assertThat(permits.available()).isOne();
		}
	}

	@Test
	void aPermitIsOnItsTier() throws Exception {
		SchedulerPermits permits = permits(2);
		try (TierScope pack = this.tiers.push(LockTier.PER_PACK, "pack")) {
			assertThat(pack).isNotNull();
			assertThatExceptionOfType(LockOrderException.class).isThrownBy(permits::acquire)
				.withMessageContaining("SEMAPHORE 'jobs'")
				.withMessageContaining("PER_PACK 'pack'");
			assertThatExceptionOfType(LockOrderException.class).isThrownBy(permits::tryAcquire);
			assertThat(permits.acquireAsync()).failsWithin(Duration.ZERO)
				.withThrowableThat()
				.withCauseInstanceOf(LockOrderException.class);
		}
		assertThat(permits.available()).isEqualTo(2);
		Permit permit = permits.acquire();
		assertThatExceptionOfType(LockOrderException.class).isThrownBy(permits::acquire);
		this.tiers.push(LockTier.PER_PACK, "pack").close();
		permit.close();
		this.tiers.push(LockTier.WORKSPACE_SYNC, "workspace").close();
	}

	@Test
	void awaitedPermitsArriveWhenTheyAreGivenBack() throws Exception {
		SchedulerPermits permits = permits(1);
		Permit only = permits.acquire();
		Future<Permit> waiter = this.threads.submit(() -> permits.acquire());
		Awaitility.await().until(() -> permits.waiters() == 1);
		only.close();
		waiter.get().close();
		assertThat(permits.available()).isOne();
	}

	@Test
	void atLeastOnePermitIsNeeded() {
		assertThatIllegalArgumentException().isThrownBy(() -> permits(0));
	}

	private SchedulerPermits permits(int count) {
		return new SchedulerPermits("jobs", count, this.tiers);
	}

}

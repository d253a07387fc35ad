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

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.latchkey.internal.wait.Deadline;
import dev.latchkey.process.Effort;
import dev.latchkey.process.Requirement;
import dev.latchkey.process.VirtualThreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class TicketTests {

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final AtomicLong now = new AtomicLong();

	private final Ticket ticket = new Ticket(this.now::get);

	@AfterEach
	void endThreads() {
		this.threads.shutdownNow();
	}

	@Test
	void oneThreadHasTheTicketAndAnotherMayGiveItBack() throws Exception {
		assertThat(this.ticket.tryTake()).isTrue();
		assertThat(this.ticket.tryTake()).isFalse();
		assertThat(this.ticket.take(Deadline.now())).isFalse();
		this.threads.submit(this.ticket::give).get();
		assertThat(this.ticket.tryTake()).isTrue();
	}

	@Test
	void aFreeTicketIsTakenByTheThreadThatComesFirst() throws InterruptedException {
		this.ticket.enter(waiter());
		this.now.set(Ticket.ENTITLED_NANOS - 1);
		assertThat(this.ticket.tryTake()).isTrue();
		this.ticket.give();
		assertThat(this.ticket.take(Deadline.now())).isTrue();
	}

	@Test
	void aFreeTicketIsKeptForAnEntitledWaiter() throws InterruptedException {
		Ticket.Waiter entitled = waiter();
		this.ticket.enter(entitled);
		this.now.set(Ticket.ENTITLED_NANOS);
		assertThat(this.ticket.tryTake()).isFalse();
		assertThat(this.ticket.take(Deadline.now())).isFalse();
		this.ticket.leave(entitled);
		assertThat(this.ticket.tryTake()).isTrue();
	}

	@Test
	void entitledWaitersAreServedInTheirOrder() throws Exception {
		assertThat(this.ticket.tryTake()).isTrue();
		List<Integer> served = Collections.synchronizedList(new ArrayList<>());
		List<Future<?>> waiters = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			int number = i;
			waiters.add(this.threads.submit(() -> {
				assertThat(this.ticket.take(Deadline.never())).isTrue();
				served.add(number);
				this.ticket.give();
				return null;
			}));
			Awaitility.await().until(() -> this.ticket.waiters() == number + 1);
		}
		this.now.set(Ticket.ENTITLED_NANOS);
		this.ticket.give();
		for (Future<?> waiter : waiters) {
			waiter.get();
		}
		assertThat(served).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
		assertThatIsFreeAndForgotten(this.ticket);
	}

	@Test
	void afterAHandOverTheTicketIsFreeForAMillisecond() {
		assertThat(this.ticket.tryTake()).isTrue();
		this.ticket.enter(waiter());
		Ticket.Waiter second = waiter();
		this.ticket.enter(second);
		this.now.set(Ticket.ENTITLED_NANOS);
		this.ticket.give();
		assertThat(this.ticket.waiters()).isEqualTo(1);
		this.ticket.give();
		assertThat(this.ticket.tryTake()).isTrue();
		this.now.addAndGet(Ticket.ENTITLED_NANOS);
		this.ticket.give();
		assertThat(this.ticket.hasWaiters()).isFalse();
		this.ticket.leave(second);
		assertThatIsFreeAndForgotten(this.ticket);
	}

	@Test
	void anEntitledWaiterIsOvertakenOnceAtTheMost() throws Exception {
		AtomicBoolean end = new AtomicBoolean();
		AtomicInteger turns = new AtomicInteger();
		List<Future<?>> others = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			others.add(this.threads.submit(() -> {
				while (!end.get()) {
					if (this.ticket.tryTake()) {
						turns.incrementAndGet();
						this.ticket.give();
					}
					Thread.onSpinWait();
				}
			}));
		}
		for (int round = 0; round < 100; round++) {
			overtakenOnceAtTheMost(turns);
		}
		end.set(true);
		for (Future<?> other : others) {
			other.get();
		}
		assertThatIsFreeAndForgotten(this.ticket);
	}

	/** The others overtake a waiter until the clock is turned. */
	private void overtakenOnceAtTheMost(AtomicInteger turns) throws Exception {
		while (!this.ticket.tryTake()) {
			Thread.onSpinWait();
		}
		Future<Integer> waiter = this.threads.submit(() -> {
			assertThat(this.ticket.take(Deadline.never())).isTrue();
			int seen = turns.get();
			this.ticket.give();
			return seen;
		});
		while (!this.ticket.hasWaiters()) {
			Thread.onSpinWait();
		}
		this.ticket.give();
		this.now.addAndGet(Ticket.ENTITLED_NANOS);
		int before = turns.get();
		assertThat(waiter.get() - before).isLessThanOrEqualTo(1);
	}

	@Test
	void aTicketThatIsHandedOverToAWaiterThatLeavesGoesToTheNext() throws InterruptedException {
		assertThat(this.ticket.tryTake()).isTrue();
		Ticket.Waiter leaving = waiter();
		this.ticket.enter(leaving);
		Future<Boolean> next = this.threads.submit(() -> this.ticket.take(Deadline.never()));
		Awaitility.await().until(() -> this.ticket.waiters() == 2);
		this.now.set(Ticket.ENTITLED_NANOS);
		this.ticket.give();
		assertThat(this.ticket.waiters()).isEqualTo(1);
		this.ticket.leave(leaving);
		Awaitility.await().until(next::isDone);
		assertThat(this.ticket.hasWaiters()).isFalse();
		assertThat(this.ticket.tryTake()).isFalse();
	}

	@Test
	void theNextWaiterIsWokenWhenTheFirstLeavesAFreeTicket() throws InterruptedException {
		assertThat(this.ticket.tryTake()).isTrue();
		Ticket.Waiter leaving = waiter();
		this.ticket.enter(leaving);
		Future<Boolean> next = this.threads.submit(() -> this.ticket.take(Deadline.never()));
		Awaitility.await().until(() -> this.ticket.waiters() == 2);
		this.ticket.give();
		assertThat(this.ticket.waiters()).isEqualTo(2);
		this.ticket.leave(leaving);
		Awaitility.await().until(next::isDone);
	}

	@Test
	void aWaiterWhoseTimeRunsOutOrThatIsInterruptedLeaves() {
		assertThat(this.ticket.tryTake()).isTrue();
		Future<Boolean> late = this.threads.submit(() -> this.ticket.take(Deadline.after(Duration.ofMillis(1))));
		Awaitility.await().until(late::isDone);
		assertThat(late).isDone().satisfies((taken) -> assertThat(taken.get()).isFalse());
		AtomicBoolean interrupted = new AtomicBoolean();
		Thread waiting = new Thread(() -> {
			try {
				boolean unused = this.ticket.take(Deadline.never());
			}
			catch (InterruptedException ex) {
				interrupted.set(true);
			}
		});
		waiting.start();
		Awaitility.await().until(this.ticket::hasWaiters);
		waiting.interrupt();
		Awaitility.await().untilTrue(interrupted);
		this.ticket.give();
		assertThatIsFreeAndForgotten(this.ticket);
	}

	@Test
	void anInterruptedThreadTakesNothing() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> this.ticket.take(Deadline.never()));
		assertThatIsFreeAndForgotten(this.ticket);
	}

	@Test
	void threadsThatTryExcludeEachOther() throws Exception {
		AtomicBoolean inside = new AtomicBoolean();
		AtomicInteger overlaps = new AtomicInteger();
		List<Future<?>> tries = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			tries.add(this.threads.submit(() -> {
				for (int turn = 0; turn < 1_000_000; turn++) {
					if (this.ticket.tryTake()) {
						overlaps.addAndGet(inside.getAndSet(true) ? 1 : 0);
						inside.set(false);
						this.ticket.give();
					}
				}
			}));
		}
		for (Future<?> each : tries) {
			each.get();
		}
		assertThat(overlaps).hasValue(0);
		assertThatIsFreeAndForgotten(this.ticket);
	}

	@Test
	void threadsWithTimeoutsAndInterruptsExcludeEachOtherAndLoseNothing() throws Exception {
		stress(this.threads, 12);
	}

	@Test
	void virtualThreadsWithTimeoutsAndInterruptsExcludeEachOtherAndLoseNothing() throws Exception {
		Requirement.VIRTUAL_THREADS.require();
		ExecutorService virtual = VirtualThreads.executor();
		stress(virtual, 100);
		virtual.shutdown();
	}

	/** Three of four are impatient; the others wait for good, and would hang. */
	private static void stress(ExecutorService executor, int crowd) throws Exception {
		Ticket ticket = new Ticket();
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger overlaps = new AtomicInteger();
		int takes = (Effort.isThorough() ? 2_000_000 : 120_000) / crowd;
		List<Thread> victims = Collections.synchronizedList(new ArrayList<>());
		List<Future<?>> waiters = new ArrayList<>();
		for (int i = 0; i < crowd; i++) {
			int number = i;
			waiters.add(executor.submit(() -> {
				if (number % 4 == 1) {
					victims.add(Thread.currentThread());
				}
				Random random = new Random(number);
				for (int take = 0; take < takes; take++) {
					if (isTaken(ticket, random, number % 4)) {
						overlaps.addAndGet(inside.getAndIncrement());
						if (random.nextInt(1000) == 0) {
							LockSupport.parkNanos(Ticket.ENTITLED_NANOS);
						}
						inside.decrementAndGet();
						ticket.give();
					}
				}
				victims.remove(Thread.currentThread());
			}));
		}
		Future<?> interrupter = executor.submit(() -> {
			Random random = new Random(-1);
			while (waiters.stream().anyMatch((waiter) -> !waiter.isDone())) {
				synchronized (victims) {
					if (!victims.isEmpty()) {
						victims.get(random.nextInt(victims.size())).interrupt();
					}
				}
				LockSupport.parkNanos(random.nextInt(100_000));
			}
		});
		for (Future<?> waiter : waiters) {
			waiter.get(50, TimeUnit.SECONDS);
		}
		interrupter.get();
		assertThat(overlaps).hasValue(0);
		assertThatIsFreeAndForgotten(ticket);
	}

	private static boolean isTaken(Ticket ticket, Random random, int type) {
		try {
			return switch (type) {
				case 0, 1 -> ticket.take(Deadline.never());
				case 2 -> ticket.take(Deadline.after(Duration.ofNanos(random.nextInt(2_000_000))));
				default -> ticket.tryTake();
			};
		}
		catch (InterruptedException ex) {
			return false;
		}
	}

	/**
	 * Four times as many take four times as long, and not sixteen times: measured is the
	 * processor time of the one thread that does it all.
	 */
	@Test
	void waitersLeaveInConstantTime() {
		long few = 0;
		long many = 0;
		// The first rounds are for the compiler.
		for (int round = 0; round < 5; round++) {
			few = leavingNanos(4_000);
			many = leavingNanos(16_000);
		}
		assertThat((double) many / few).isLessThan(9);
	}

	/** The last leaves first, which is where a search from the first takes longest. */
	private static long leavingNanos(int crowd) {
		Ticket ticket = new Ticket();
		assertThat(ticket.tryTake()).isTrue();
		List<Ticket.Waiter> waiters = new ArrayList<>();
		for (int i = 0; i < crowd; i++) {
			waiters.add(new Ticket.Waiter(Thread.currentThread(), System.nanoTime()));
			ticket.enter(waiters.get(i));
		}
		assertThat(ticket.waiters()).isEqualTo(crowd);
		ThreadMXBean beans = ManagementFactory.getThreadMXBean();
		long start = beans.getCurrentThreadCpuTime();
		for (int i = crowd - 1; i >= 0; i--) {
			ticket.leave(waiters.get(i));
		}
		long nanos = beans.getCurrentThreadCpuTime() - start;
		ticket.give();
		assertThatIsFreeAndForgotten(ticket);
		return nanos;
	}

	private Ticket.Waiter waiter() {
		return new Ticket.Waiter(Thread.currentThread(), this.now.get());
	}

	private static void assertThatIsFreeAndForgotten(Ticket ticket) {
		assertThat(ticket.waiters()).isZero();
		assertThat(ticket.hasWaiters()).isFalse();
		assertThat(ticket.tryTake()).isTrue();
		ticket.give();
	}

}

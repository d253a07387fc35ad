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
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.jspecify.annotations.Nullable;

import dev.latchkey.LockOrderException;
import dev.latchkey.LockTier;

/**
 * A bounded number of permits of this process, on the tier {@link LockTier#SEMAPHORE}: a
 * task with a permit may do what only that many tasks may do at once. Permits are given
 * in the order of the requests, also to tasks that try without waiting.
 *
 * <p>
 * {@code guard} protects the count and the queue; futures are completed outside of it,
 * because what depends on them runs then.
 *
 * @since 0.1
 */
public final class SchedulerPermits {

	private final String name;

	private final LockTiers tiers;

	private final ReentrantLock guard = new ReentrantLock();

	private final Set<Waiter> queue = new LinkedHashSet<>();

	private int free;

	/**
	 * Creates permits.
	 * @param name what they are for, in messages
	 * @param permits how many, at least 1
	 * @param tiers the order that they are part of
	 */
	public SchedulerPermits(String name, int permits, LockTiers tiers) {
		if (permits < 1) {
			throw new IllegalArgumentException("There must be at least 1 permit, not " + permits);
		}
		this.name = name;
		this.free = permits;
		this.tiers = tiers;
	}

	/**
	 * Takes a permit if there is one that no task waits for.
	 * @return the permit, or empty
	 * @throws LockOrderException if the task has something of this or a later tier
	 */
	public Optional<Permit> tryAcquire() {
		TierScope scope = this.tiers.push(LockTier.SEMAPHORE, this.name);
		boolean taken = takeFree();
		if (!taken) {
			scope.close();
			return Optional.empty();
		}
		return Optional.of(new Permit(this::giveBack, scope));
	}

	/**
	 * Takes a permit, waiting for as long as there is none.
	 * @return the permit
	 * @throws InterruptedException if the thread was interrupted; nothing is taken then
	 * @throws LockOrderException if the task has something of this or a later tier
	 */
	public Permit acquire() throws InterruptedException {
		return acquire(Duration.ofNanos(Long.MAX_VALUE)).orElseThrow();
	}

	/**
	 * Takes a permit, waiting if there is none.
	 * @param time how long to wait at the most
	 * @return the permit, or empty if there was none all the time
	 * @throws InterruptedException if the thread was interrupted; nothing is taken then
	 * @throws LockOrderException if the task has something of this or a later tier
	 */
	public Optional<Permit> acquire(Duration time) throws InterruptedException {
		TierScope scope = this.tiers.push(LockTier.SEMAPHORE, this.name);
		Permit permit = null;
		try {
			permit = await(enqueue(scope), time);
			return Optional.ofNullable(permit);
		}
		finally {
			if (permit == null) {
				scope.close();
			}
		}
	}

	/**
	 * Takes a permit without waiting for it here. The order is asked for the calling
	 * task; the user of the permit enters the tier itself. Cancelling the future, or
	 * ending it in another way, ends the wait, and no permit is taken then.
	 * @return the permit to come, given by the thread that gave one back; fails with
	 * {@link LockOrderException} if the task has something of this or a later tier
	 */
	public CompletableFuture<Permit> acquireAsync() {
		try {
			this.tiers.push(LockTier.SEMAPHORE, this.name).close();
			return enqueue(TierScope.NONE);
		}
		catch (LockOrderException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private static @Nullable Permit await(Waiter waiter, Duration time) throws InterruptedException {
		try {
			return waiter.get(time.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			return waiter.cancel(false) ? null : waiter.join();
		}
		catch (InterruptedException ex) {
			if (!waiter.cancel(false)) {
				waiter.join().close();
			}
			throw ex;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("A permit does not fail", ex);
		}
	}

	private Waiter enqueue(TierScope scope) {
		Waiter waiter = new Waiter(scope);
		boolean taken;
		this.guard.lock();
		try {
			taken = takeFree() || !this.queue.add(waiter);
		}
		finally {
			this.guard.unlock();
		}
		if (taken) {
			waiter.give();
		}
		return waiter;
	}

	private boolean takeFree() {
		this.guard.lock();
		try {
			// No task waits while one is free: it would have been handed over.
			boolean taken = this.free > 0;
			if (taken) {
				this.free--;
			}
			return taken;
		}
		finally {
			this.guard.unlock();
		}
	}

	private void forget(Waiter waiter) {
		this.guard.lock();
		try {
			this.queue.remove(waiter);
		}
		finally {
			this.guard.unlock();
		}
	}

	/** Hands a permit on; a waiter that gave up meanwhile passes it to the next. */
	private void giveBack() {
		Waiter next = next();
		while (next != null && !next.give()) {
			next = next();
		}
	}

	private @Nullable Waiter next() {
		this.guard.lock();
		try {
			Iterator<Waiter> waiters = this.queue.iterator();
			if (!waiters.hasNext()) {
				this.free++;
				return null;
			}
			Waiter next = waiters.next();
			waiters.remove();
			return next;
		}
		finally {
			this.guard.unlock();
		}
	}

	/**
	 * Returns how many wait for a permit.
	 * @return the number now
	 */
	public int waiters() {
		this.guard.lock();
		try {
			return this.queue.size();
		}
		finally {
			this.guard.unlock();
		}
	}

	/**
	 * Returns how many permits are free.
	 * @return the number now
	 */
	public int available() {
		this.guard.lock();
		try {
			return this.free;
		}
		finally {
			this.guard.unlock();
		}
	}

	/**
	 * A task that waits for a permit. However this ends, it is not in the queue then.
	 */
	private final class Waiter extends CompletableFuture<Permit> {

		private final Permit permit;

		Waiter(TierScope scope) {
			this.permit = new Permit(SchedulerPermits.this::giveBack, scope);
			CompletableFuture<Permit> unused = whenComplete((permit, problem) -> forget(this));
		}

		@CanIgnoreReturnValue
		boolean give() {
			return complete(this.permit);
		}

	}

}

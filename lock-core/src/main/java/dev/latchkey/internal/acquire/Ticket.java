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

import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import dev.latchkey.internal.wait.Deadline;

/**
 * The right to try for a lock: one thread has it at a time. It is not reentrant, and any
 * thread may give it back.
 *
 * <p>
 * A free ticket goes to the thread that comes first, also while others wait: a hand-over
 * to a parked thread costs a context switch. The first waiter is woken and competes. When
 * it has waited for a millisecond, and the last hand-over was a millisecond ago, it is
 * entitled: a thread that comes does not take the ticket any more, and {@link #give()}
 * hands it over without freeing it. So at most one thread overtakes an entitled waiter:
 * one that had looked before. However many threads wait, there is one hand-over a
 * millisecond at the most, and each is served after a millisecond for each one before it,
 * or as long as these have the ticket.
 *
 * <p>
 * {@code taken} says whether the ticket is free. It changes from free to taken by compare
 * and set, and back only in {@code give()}. The waiters' list is changed under its guard.
 * No wake-up is lost, because <em>a free ticket has no waiters, or the first of them is
 * awake</em>:
 *
 * <ul>
 * <li>{@code give()} frees the ticket and then reads the first waiter, and a waiter
 * enters the list and then reads whether the ticket is free: one of the two sees the
 * other.</li>
 * <li>A waiter clears {@code awake}, then looks at the ticket, then parks. A thread that
 * finds {@code awake} set therefore leaves it to a look that is still to come.</li>
 * <li>A waiter that leaves reads the ticket afterwards, and wakes the next one if it is
 * free. If the ticket was handed over to it meanwhile, it gives it back.</li>
 * </ul>
 */
final class Ticket {

	/** How long others may overtake the first waiter, and the next one after it. */
	static final long ENTITLED_NANOS = 1_000_000;

	/** How often a waiter that was woken too late looks again, before it parks. */
	private static final int MOST_SPINS = 255;

	private static final int FREE = 0;

	private static final int TAKEN = 1;

	private static final LongSupplier CLOCK = System::nanoTime;

	private static final AtomicIntegerFieldUpdater<Ticket> STATE = AtomicIntegerFieldUpdater.newUpdater(Ticket.class,
			"state");

	private static final AtomicReferenceFieldUpdater<Ticket, @Nullable Waiters> WAITERS = AtomicReferenceFieldUpdater
		.newUpdater(Ticket.class, Waiters.class, "waiters");

	private final LongSupplier clock;

	private volatile int state = FREE;

	/** Written under the guard of the waiters. */
	private volatile long handedOverAt;

	/** Created by the first thread that waits. */
	private volatile @Nullable Waiters waiters;

	/**
	 * Creates a free ticket.
	 */
	Ticket() {
		this(CLOCK);
	}

	/**
	 * Creates a free ticket.
	 * @param clock tells how long a thread has waited, in nanoseconds
	 */
	Ticket(LongSupplier clock) {
		this.clock = clock;
		this.handedOverAt = clock.getAsLong() - ENTITLED_NANOS;
	}

	/**
	 * Takes the ticket if it is free and no waiter is entitled to it.
	 * @return whether the calling thread has the ticket
	 */
	boolean tryTake() {
		return this.state == FREE && !isEntitled(first()) && compete();
	}

	/**
	 * Takes the ticket, waiting if necessary.
	 * @param deadline when to give up
	 * @return whether the calling thread has the ticket
	 * @throws InterruptedException if the thread was interrupted; it does not have the
	 * ticket then
	 */
	boolean take(Deadline deadline) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		return tryTake() || takeAfterWait(new Waiter(Thread.currentThread(), this.clock.getAsLong()), deadline);
	}

	/**
	 * Gives the ticket back: to the first waiter if it is entitled, to the first that
	 * comes otherwise.
	 */
	void give() {
		if (!isEntitled(first()) || !handOver()) {
			this.state = FREE;
			wakeFirst();
		}
	}

	/**
	 * Returns whether a thread waits for the ticket.
	 * @return whether there is a waiter
	 */
	boolean hasWaiters() {
		return first() != null;
	}

	/**
	 * Returns how many threads wait for the ticket.
	 * @return the number of waiters
	 */
	int waiters() {
		Waiters waiters = this.waiters;
		return (waiters != null) ? waiters.count : 0;
	}

	private boolean takeAfterWait(Waiter waiter, Deadline deadline) throws InterruptedException {
		enter(waiter);
		boolean taken = false;
		try {
			taken = await(waiter, deadline);
		}
		finally {
			if (!taken) {
				leave(waiter);
			}
		}
		return taken;
	}

	private boolean await(Waiter waiter, Deadline deadline) throws InterruptedException {
		for (int spins = 0;; spins = Math.min(2 * spins + 1, MOST_SPINS)) {
			spin(waiter, spins);
			waiter.awake = false;
			if (waiter.hasTicket || takeAsFirst(waiter)) {
				return true;
			}
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
			long nanos = deadline.remainingNanos();
			if (nanos <= 0) {
				return false;
			}
			LockSupport.parkNanos(this, nanos);
		}
	}

	/** While it is awake, no thread that gives the ticket back pays for waking it. */
	private void spin(Waiter waiter, int spins) {
		for (int i = 0; i < spins && this.state == TAKEN && !waiter.hasTicket; i++) {
			Thread.onSpinWait();
		}
	}

	private boolean compete() {
		return STATE.compareAndSet(this, FREE, TAKEN);
	}

	private boolean isEntitled(@Nullable Waiter waiter) {
		if (waiter == null) {
			return false;
		}
		long now = this.clock.getAsLong();
		return now - waiter.since >= ENTITLED_NANOS && now - this.handedOverAt >= ENTITLED_NANOS;
	}

	private @Nullable Waiter first() {
		Waiters waiters = this.waiters;
		return (waiters != null) ? waiters.first : null;
	}

	private void wakeFirst() {
		Waiter first = first();
		if (first != null && !first.awake) {
			first.awake = true;
			LockSupport.unpark(first.thread);
		}
	}

	/**
	 * Enters the list of waiters.
	 * @param waiter the waiter
	 */
	void enter(Waiter waiter) {
		Waiters waiters = createdWaiters();
		waiters.guard.lock();
		try {
			waiters.add(waiter);
		}
		finally {
			waiters.guard.unlock();
		}
	}

	/**
	 * Leaves the list of waiters, without the ticket.
	 * @param waiter a waiter that has entered
	 */
	void leave(Waiter waiter) {
		Waiters waiters = createdWaiters();
		waiters.guard.lock();
		try {
			if (!waiter.hasTicket) {
				waiters.remove(waiter);
			}
		}
		finally {
			waiters.guard.unlock();
		}
		if (waiter.hasTicket) {
			give();
		}
		else if (this.state == FREE) {
			wakeFirst();
		}
	}

	private boolean takeAsFirst(Waiter waiter) {
		if (this.state != FREE || first() != waiter) {
			return false;
		}
		Waiters waiters = createdWaiters();
		waiters.guard.lock();
		try {
			if (!waiter.hasTicket && compete()) {
				waiters.remove(waiter);
				waiter.hasTicket = true;
			}
			return waiter.hasTicket;
		}
		finally {
			waiters.guard.unlock();
		}
	}

	private boolean handOver() {
		Waiters waiters = createdWaiters();
		Waiter first;
		waiters.guard.lock();
		try {
			first = waiters.first;
			// An entitled waiter may just have left.
			if (first == null || !isEntitled(first)) {
				return false;
			}
			waiters.remove(first);
			first.hasTicket = true;
			this.handedOverAt = this.clock.getAsLong();
		}
		finally {
			waiters.guard.unlock();
		}
		LockSupport.unpark(first.thread);
		return true;
	}

	private Waiters createdWaiters() {
		Waiters waiters = this.waiters;
		if (waiters != null) {
			return waiters;
		}
		Waiters created = new Waiters();
		return WAITERS.compareAndSet(this, null, created) ? created : Objects.requireNonNull(this.waiters);
	}

	/**
	 * The waiters, first come, first served. Each leaves in constant time.
	 */
	private static final class Waiters {

		final ReentrantLock guard = new ReentrantLock();

		volatile @Nullable Waiter first;

		volatile int count;

		private @Nullable Waiter last;

		@SuppressWarnings("NonAtomicVolatileUpdate")
		void add(Waiter waiter) {
			Waiter last = this.last;
			waiter.previous = last;
			this.last = waiter;
			if (last != null) {
				last.next = waiter;
			}
			else {
				this.first = waiter;
			}
			this.count++;
		}

		@SuppressWarnings("NonAtomicVolatileUpdate")
		void remove(Waiter waiter) {
			Waiter previous = waiter.previous;
			Waiter next = waiter.next;
			if (previous != null) {
				previous.next = next;
			}
			else {
				this.first = next;
			}
			if (next != null) {
				next.previous = previous;
			}
			else {
				this.last = previous;
			}
			waiter.previous = null;
			waiter.next = null;
			this.count--;
		}

	}

	/**
	 * A thread that waits.
	 */
	static final class Waiter {

		private final Thread thread;

		private final long since;

		private @Nullable Waiter previous;

		private @Nullable Waiter next;

		private volatile boolean awake;

		private volatile boolean hasTicket;

		Waiter(Thread thread, long since) {
			this.thread = thread;
			this.since = since;
		}

	}

}

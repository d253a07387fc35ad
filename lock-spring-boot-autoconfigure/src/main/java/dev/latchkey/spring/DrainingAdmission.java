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

package dev.latchkey.spring;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import dev.latchkey.LockHold;

/**
 * An admission that can be closed and opened again, and knows the scopes inside. While it
 * is closed, a caller that holds a lock may still acquire others, which the work may need
 * to come to an end.
 *
 * <p>
 * {@code guard} protects the holds. A thread is interrupted only with it, and a hold
 * leaves only with it, so an interrupt never reaches a thread that has left. Futures are
 * completed without it.
 *
 * @since 0.1
 */
public final class DrainingAdmission implements LockAdmission {

	private final ReentrantLock guard = new ReentrantLock();

	private final Condition left = this.guard.newCondition();

	private final Set<CountedHold> holds = new LinkedHashSet<>();

	private boolean open = true;

	@Override
	public void enter(CountedHold hold) {
		this.guard.lock();
		try {
			if (!this.open && !hold.isWithin()) {
				throw hold.refusal(null);
			}
			this.holds.add(hold);
		}
		finally {
			this.guard.unlock();
		}
	}

	@Override
	public boolean arrive(CountedHold hold, LockHold acquired) {
		this.guard.lock();
		try {
			return hold.arrive(acquired);
		}
		finally {
			this.guard.unlock();
		}
	}

	/**
	 * Ends the passage of a hold. If it was refused, the interrupt that reported it is
	 * taken back.
	 */
	@Override
	@CanIgnoreReturnValue
	public boolean leave(CountedHold hold) {
		this.guard.lock();
		try {
			this.holds.remove(hold);
			this.left.signalAll();
			if (hold.isRefused() && hold.isForThread(Thread.currentThread())) {
				boolean unused = Thread.interrupted();
			}
			return hold.isRefused();
		}
		finally {
			this.guard.unlock();
		}
	}

	/**
	 * Admits all scopes again.
	 */
	void open() {
		this.guard.lock();
		try {
			this.open = true;
		}
		finally {
			this.guard.unlock();
		}
	}

	/**
	 * Admits no scope any more, and ends the waits of those that do not have their lock
	 * yet.
	 */
	void close() {
		List<CountedHold> refused;
		this.guard.lock();
		try {
			this.open = false;
			refused = this.holds.stream().filter(CountedHold::refuse).toList();
		}
		finally {
			this.guard.unlock();
		}
		refused.forEach(CountedHold::endWait);
	}

	/** Waits until all have left but the calling thread, which cannot while it waits. */
	boolean awaitLeft(Duration timeout) throws InterruptedException {
		long remaining = TimeUnit.NANOSECONDS.convert(timeout);
		this.guard.lockInterruptibly();
		try {
			while (!others().isEmpty() && remaining > 0) {
				remaining = this.left.awaitNanos(remaining);
			}
			return others().isEmpty();
		}
		finally {
			this.guard.unlock();
		}
	}

	/**
	 * Interrupt all threads that are inside, but the calling one.
	 */
	void interrupt() {
		this.guard.lock();
		try {
			others().forEach(CountedHold::interrupt);
		}
		finally {
			this.guard.unlock();
		}
	}

	/** Describes the scopes inside, without those of the calling thread. */
	String describe() {
		this.guard.lock();
		try {
			return others().toString();
		}
		finally {
			this.guard.unlock();
		}
	}

	private List<CountedHold> others() {
		return this.holds.stream().filter((hold) -> !hold.isForThread(Thread.currentThread())).toList();
	}

}

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

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.latchkey.LockCaller;
import dev.latchkey.LockEvent;
import dev.latchkey.LockId;
import dev.latchkey.LockListener;
import dev.latchkey.LockOrder;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockWait;
import dev.latchkey.internal.wait.Deadline;
import dev.latchkey.spring.LockBackendException;

/**
 * One way into a lock of a registry. The caller waits for the thread that is to own the
 * lock. Whoever stops waiting leaves that thread behind: it notices within a second, and
 * unlocks what it may have got by then.
 */
final class BackendAcquisition {

	private final LockRegistryBackend locks;

	private final BackendLock lock;

	private final LockId id;

	private final BackendThread backendThread;

	private final LockCaller caller;

	private final BackendQueue queue;

	private boolean begun;

	private volatile boolean wanted = true;

	/** Creates an acquisition, which leaves the queue of the lock in any case. */
	BackendAcquisition(LockRegistryBackend locks, BackendLock lock, LockId id, String threadName, LockCaller caller,
			BackendQueue queue) {
		this.locks = locks;
		this.lock = lock;
		this.id = id;
		this.backendThread = new BackendThread(threadName);
		this.caller = caller;
		this.queue = queue;
	}

	BackendHold acquire(Duration time, Duration heartbeat, LockOrder.Position position) throws InterruptedException {
		long begun = System.nanoTime();
		boolean had = false;
		try {
			had = acquire(time);
		}
		finally {
			if (!had) {
				this.wanted = false;
				undo();
			}
		}
		if (!had) {
			Duration waited = Duration.ofNanos(System.nanoTime() - begun);
			this.locks.listener().onEvent(new LockEvent.TimedOut(this.id, waited));
			throw new LockTimeoutException(this.id, waited, List.of());
		}
		BackendHold hold = new BackendHold(this.locks, this.lock, this.backendThread, this.queue, this.id, this.caller,
				position);
		hold.begin(heartbeat);
		return hold;
	}

	private boolean acquire(Duration time) throws InterruptedException {
		Deadline deadline = Deadline.after(time);
		boolean waiting = time.compareTo(Duration.ZERO) > 0;
		this.begun = this.queue.tryBegin();
		if (this.begun && answer(() -> this.lock.tryLock(waiting), deadline)) {
			return true;
		}
		if (this.begun) {
			this.queue.busy(this.lock.timeToAnswer());
		}
		if (waiting) {
			return await(deadline);
		}
		return !this.begun && begin(deadline) && answer(() -> this.lock.tryLock(false), deadline);
	}

	private boolean begin(Deadline deadline) throws InterruptedException {
		try {
			this.begun = this.queue.begin(deadline, this.lock.timeToLive());
			return this.begun;
		}
		catch (TimeoutException ex) {
			throw silent(ex);
		}
	}

	private boolean await(Deadline deadline) throws InterruptedException {
		LockListener listener = this.locks.listener();
		LockWait wait = new LockWait(this.id, this.caller, Instant.now(), deadline.instant());
		LockWait.Outcome outcome = LockWait.Outcome.FAILED;
		listener.onEvent(new LockEvent.WaitStarted(wait));
		try {
			boolean had = (this.begun || begin(deadline))
					&& answer(() -> this.lock.await(deadline, this::isStillWanted), deadline);
			outcome = had ? LockWait.Outcome.ACQUIRED : LockWait.Outcome.TIMED_OUT;
			return had;
		}
		catch (InterruptedException ex) {
			outcome = LockWait.Outcome.INTERRUPTED;
			throw ex;
		}
		finally {
			listener.onEvent(new LockEvent.WaitEnded(wait, outcome));
		}
	}

	private boolean isStillWanted() {
		this.queue.busy(this.lock.timeToAnswer());
		return this.wanted;
	}

	private void undo() {
		if (this.begun) {
			Future<Boolean> unused = this.locks.giveBack(this.id, this.lock, this.backendThread, this.queue);
		}
		else {
			this.locks.leave(this.id);
		}
	}

	/** A backend that is silent for as long as its locks live is taken for dead. */
	private boolean answer(Callable<Boolean> question, Deadline deadline) throws InterruptedException {
		long remaining = Math.max(0, deadline.remainingNanos());
		long timeout = this.lock.timeToLive().toNanos();
		try {
			return this.backendThread.ask(question)
				.get((remaining < Long.MAX_VALUE - timeout) ? remaining + timeout : Long.MAX_VALUE,
						TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw silent(ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof LockBackendException known) {
				throw known;
			}
			throw new LockBackendException(this.id, "could not be acquired: " + ex.getCause(), ex.getCause());
		}
	}

	private LockBackendException silent(TimeoutException cause) {
		return new LockBackendException(this.id, "could not be acquired: its backend has not answered for "
				+ this.lock.timeToLive().toMillis() + " ms beyond the time to wait", cause);
	}

}

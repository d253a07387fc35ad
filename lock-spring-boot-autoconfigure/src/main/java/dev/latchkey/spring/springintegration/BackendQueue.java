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
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import dev.latchkey.internal.wait.Deadline;

/**
 * Lets one thread of this process at a time talk to the registry about a lock. A registry
 * refuses the second thread, whether the first one has the lock or waits for a server
 * that does not answer; this queue knows which.
 */
final class BackendQueue {

	/** How often one who wants to know more looks again. */
	private static final long LOOK_NANOS = 20_000_000;

	private final ReentrantLock guard = new ReentrantLock(true);

	private final Condition free = this.guard.newCondition();

	private boolean taken;

	private boolean held;

	private Deadline busyUntil = Deadline.now();

	/** Enters if nobody is inside. */
	boolean tryBegin() {
		this.guard.lock();
		try {
			return takeIfFree();
		}
		finally {
			this.guard.unlock();
		}
	}

	/**
	 * Enter, waiting until a moment.
	 * @param silence how long the backend may be silent beyond that
	 * @return false if the lock is busy then
	 * @throws TimeoutException if the backend has not even told that
	 */
	boolean begin(Deadline deadline, Duration silence) throws InterruptedException, TimeoutException {
		Deadline end = Deadline.never();
		this.guard.lockInterruptibly();
		try {
			while (!takeIfFree()) {
				if (deadline.hasCome()) {
					if (isBusy()) {
						return false;
					}
					end = end.atMost(silence);
					if (end.hasCome()) {
						throw new TimeoutException();
					}
				}
				long unused = this.free.awaitNanos(deadline.hasCome() ? LOOK_NANOS : deadline.remainingNanos());
			}
			return true;
		}
		finally {
			this.guard.unlock();
		}
	}

	private boolean takeIfFree() {
		boolean begun = !this.taken;
		this.taken = true;
		return begun;
	}

	private boolean isBusy() {
		return this.held || !this.busyUntil.hasCome();
	}

	/** The backend says that the lock is busy, which is believed for a while. */
	void busy(Duration believed) {
		set(false, Deadline.after(believed));
	}

	/** The one inside has the lock. */
	void held() {
		set(true, Deadline.now());
	}

	/** The one inside releases the lock, or gives up. */
	void released() {
		set(false, Deadline.now());
	}

	private void set(boolean held, Deadline busyUntil) {
		this.guard.lock();
		try {
			this.held = held;
			this.busyUntil = busyUntil;
		}
		finally {
			this.guard.unlock();
		}
	}

	/** Lets the next one enter. */
	void end() {
		this.guard.lock();
		try {
			this.taken = false;
			this.held = false;
			this.busyUntil = Deadline.now();
			this.free.signal();
		}
		finally {
			this.guard.unlock();
		}
	}

}

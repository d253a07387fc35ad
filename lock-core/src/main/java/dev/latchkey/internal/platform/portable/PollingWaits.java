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

package dev.latchkey.internal.platform.portable;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.WakeCalls;

/**
 * Waits for locks by trying again, because a wait of the JDK ends with the channel when
 * its thread is interrupted. The pause grows from a fifth of a millisecond to two, and to
 * twenty after a second, each with a random part, so that waiters do not try in step.
 */
final class PollingWaits implements WakeCalls {

	private static final long FIRST_PAUSE_NANOS = 200_000;

	private static final long LONG_PAUSE_NANOS = 2_000_000;

	private static final long LATE_PAUSE_NANOS = 20_000_000;

	private static final long LATE_NANOS = 1_000_000_000;

	private final Map<Long, Thread> woken = new ConcurrentHashMap<>();

	private final Map<Long, Waiter> waiting = new ConcurrentHashMap<>();

	/**
	 * Tries until it succeeds, or the thread is woken.
	 * @param file the file that is waited for
	 * @param attempt the try
	 * @return 0, or EINTR
	 * @throws IOException if a try fails
	 */
	int await(OpenFile file, Attempt attempt) throws IOException {
		Thread thread = Thread.currentThread();
		long id = thread.getId();
		this.waiting.put(id, new Waiter(thread, file));
		try {
			long begin = System.nanoTime();
			long pause = FIRST_PAUSE_NANOS;
			while (!attempt.succeeds()) {
				if (this.woken.remove(id) != null) {
					return Errno.EINTR.result();
				}
				LockSupport.parkNanos(this, pause / 2 + ThreadLocalRandom.current().nextLong(pause));
				boolean late = System.nanoTime() - begin > LATE_NANOS;
				pause = late ? LATE_PAUSE_NANOS : Math.min(pause * 2, LONG_PAUSE_NANOS);
			}
			return 0;
		}
		finally {
			this.waiting.remove(id);
			this.woken.remove(id);
		}
	}

	@Override
	public long prepare() {
		return Thread.currentThread().getId();
	}

	@Override
	public void wake(long id) {
		Waiter waiter = this.waiting.get(id);
		if (waiter != null) {
			this.woken.put(id, waiter.thread());
			LockSupport.unpark(waiter.thread());
		}
	}

	/**
	 * Returns what is waited for.
	 * @return the files, one for each waiting thread
	 */
	List<OpenFile> awaited() {
		return this.waiting.values().stream().map(Waiter::file).toList();
	}

	/**
	 * A thread that waits.
	 *
	 * @param thread the thread
	 * @param file the file that it waits for
	 */
	private record Waiter(Thread thread, OpenFile file) {
	}

	/**
	 * A try to get a lock.
	 */
	@FunctionalInterface
	interface Attempt {

		/**
		 * Tries once.
		 * @return whether the lock was acquired
		 * @throws IOException if the system refuses
		 */
		boolean succeeds() throws IOException;

	}

}

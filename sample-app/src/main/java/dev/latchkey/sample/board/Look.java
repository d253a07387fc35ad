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

package dev.latchkey.sample.board;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What one look at the locks has shown.
 *
 * @param at when it was done
 * @param directory the lock directory
 * @param problem why the directory could not be read, if so
 * @param locks the locks, of whatever process
 */
record Look(Instant at, String directory, @Nullable String problem, List<SeenLock> locks) {

	/**
	 * Finds a lock.
	 * @param type its kind
	 * @param name its name
	 * @return the lock; one that has no file is free
	 */
	SeenLock lock(String type, String name) {
		return this.locks.stream()
			.filter((lock) -> lock.type().equals(type) && lock.name().equals(name))
			.findFirst()
			.orElseGet(() -> new SeenLock(type, name, "free", null, List.of()));
	}

	/**
	 * A lock that was seen.
	 *
	 * @param type its kind
	 * @param name its name, with its key if it has one
	 * @param state its state, as the endpoint calls it
	 * @param holder who holds it, if that is known
	 * @param waiters who waits for it
	 */
	record SeenLock(String type, String name, String state, @Nullable SeenHolder holder, List<SeenWaiter> waiters) {

		boolean isHeldBy(long pid) {
			return this.holder != null && this.holder.pid() == pid;
		}

		boolean isAwaitedBy(long pid) {
			return this.waiters.stream().anyMatch((waiter) -> waiter.pid() == pid);
		}

	}

	/**
	 * A process that holds a lock.
	 *
	 * @param pid its process id
	 * @param since when it acquired the lock, or when that was seen
	 * @param token the fencing token of that acquisition, 0 if it is not known
	 */
	record SeenHolder(long pid, Instant since, long token) {

	}

	/**
	 * A process that waits for a lock.
	 *
	 * @param pid its process id
	 * @param since when it began to wait, if it tells so already
	 * @param callSite the method that asked for the lock, if it tells so already
	 */
	record SeenWaiter(long pid, @Nullable Instant since, @Nullable String callSite) {

	}

}

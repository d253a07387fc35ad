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

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.wait.Deadline;

/**
 * How one lock is acquired across processes. Called by one thread of this JVM at a time,
 * when it is that thread's turn.
 *
 * @param <H> what an acquisition returns; a {@link FileHold}
 */
public interface LockProtocol<H extends LockHold> {

	/**
	 * Returns which lock it is.
	 * @return the identity of the lock
	 */
	LockId id();

	/**
	 * Returns whether the lock is shared with others that do the same, in this JVM too.
	 * @return whether it is shared
	 */
	default boolean isShared() {
		return false;
	}

	/**
	 * Tries to acquire the lock, without waiting for a holder.
	 * @param retryTimeout for how long to retry while something hides for an instant
	 * whether the lock is free: shared locks, a short mutex, a process between free and
	 * held
	 * @return the hold, or {@code null} if the lock is held
	 */
	@Nullable H tryAcquire(Duration retryTimeout);

	/**
	 * Waits for the lock.
	 * @param deadline when to give up
	 * @return the hold, or {@code null} if the deadline came
	 * @throws InterruptedException if the thread was interrupted; nothing is held then
	 */
	@Nullable H acquire(Deadline deadline) throws InterruptedException;

	/**
	 * Finds the processes that hold the lock.
	 * @param finder finds processes, for many locks
	 * @return the holders, as far as they are known
	 */
	List<LockHolder> holders(LockHolders finder);

	/**
	 * Returns why the lock must not be acquired although no process holds it.
	 * @return the reason, as the end of a sentence, or {@code null} if there is none
	 */
	default @Nullable String unavailability() {
		return null;
	}

}

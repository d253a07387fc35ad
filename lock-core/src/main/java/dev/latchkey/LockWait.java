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

package dev.latchkey;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A wait of this process for a lock. Two waits are the same only if they are the same
 * object.
 *
 * @since 0.1
 */
public final class LockWait {

	private final LockId id;

	private final LockCaller caller;

	private final Instant since;

	private final @Nullable Instant until;

	/**
	 * Creates a wait.
	 * @param id the lock that is waited for
	 * @param caller the caller that waits
	 * @param since when the wait began
	 * @param until when it ends without the lock, or {@code null} if it has no limit
	 */
	public LockWait(LockId id, LockCaller caller, Instant since, @Nullable Instant until) {
		this.id = id;
		this.caller = caller;
		this.since = since;
		this.until = until;
	}

	/**
	 * Returns the lock that is waited for.
	 * @return the identity of the lock
	 */
	public LockId id() {
		return this.id;
	}

	/**
	 * Returns the caller that waits.
	 * @return the caller
	 */
	public LockCaller caller() {
		return this.caller;
	}

	/**
	 * Returns when the wait began, by the wall clock.
	 * @return the beginning of the wait
	 */
	public Instant since() {
		return this.since;
	}

	/**
	 * Returns when the wait ends without the lock, by the wall clock.
	 * @return the end of the wait, or {@code null} if it has no limit
	 */
	public @Nullable Instant until() {
		return this.until;
	}

	@Override
	public String toString() {
		return "wait for the " + this.id + " since " + this.since
				+ ((this.until != null) ? ", until " + this.until : "");
	}

	/**
	 * How a wait ends.
	 */
	public enum Outcome {

		/**
		 * The lock was acquired.
		 */
		ACQUIRED,

		/**
		 * The lock was busy until the timeout.
		 */
		TIMED_OUT,

		/**
		 * The waiting thread was interrupted, or the acquisition was cancelled.
		 */
		INTERRUPTED,

		/**
		 * The acquisition failed with another exception.
		 */
		FAILED

	}

}

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

import dev.latchkey.LockHold;

/**
 * Lets the Spring layer acquire locks, or does not. All acquisitions of a
 * {@link LockExecutor} pass here.
 *
 * @since 0.1
 */
public interface LockAdmission {

	/**
	 * The admission that lets everything pass.
	 */
	LockAdmission ALWAYS = new LockAdmission() {
	};

	/**
	 * The admission that acquires nothing and gives each caller a hold, whose fencing
	 * tokens grow.
	 */
	LockAdmission UNLOCKED = new LockAdmission() {

		@Override
		public boolean isLocking() {
			return false;
		}

	};

	/**
	 * Returns whether locks are acquired at all. Otherwise each scope has a hold of
	 * nothing.
	 * @return whether locks are acquired
	 */
	default boolean isLocking() {
		return true;
	}

	/**
	 * Lets a lock be acquired.
	 * @param hold the hold to come, which leaves in any case if it was let in
	 * @throws LockShutdownException if no locks are acquired now
	 */
	default void enter(CountedHold hold) {
	}

	/**
	 * Lets the lock that was acquired be held.
	 * @param hold the hold that entered
	 * @param acquired the lock's own hold
	 * @return whether the lock is held; otherwise it is to be released
	 */
	default boolean arrive(CountedHold hold, LockHold acquired) {
		return hold.arrive(acquired);
	}

	/**
	 * Ends what {@link #enter} has begun. Leaving again does nothing.
	 * @param hold the hold that entered
	 * @return whether it was refused while it waited
	 */
	default boolean leave(CountedHold hold) {
		return false;
	}

}

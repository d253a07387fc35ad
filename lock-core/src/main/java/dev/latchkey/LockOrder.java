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

/**
 * Watches the order in which tasks acquire locks. A lock that stands on a
 * {@link LockTier} asks it before anything is locked.
 *
 * @since 0.1
 */
public interface LockOrder {

	/**
	 * The order that watches nothing.
	 */
	LockOrder NONE = new LockOrder() {

		@Override
		public Position enter(LockTier tier, LockId lock) {
			return Position.NONE;
		}

		@Override
		public void check(LockTier tier, LockId lock) {
		}

	};

	/**
	 * The calling task is about to acquire a lock, and has it until it leaves.
	 * @param tier the tier that the lock stands on
	 * @param lock the lock
	 * @return what is left when the lock was not had, or is released
	 * @throws LockOrderException if the task must not acquire it now, and this order
	 * insists
	 */
	Position enter(LockTier tier, LockId lock);

	/**
	 * The calling task is about to have a lock acquired on its behalf, such as a future.
	 * @param tier the tier that the lock stands on
	 * @param lock the lock
	 * @throws LockOrderException if the task must not acquire it now, and this order
	 * insists
	 */
	void check(LockTier tier, LockId lock);

	/**
	 * The position of a lock among those that a task has.
	 */
	interface Position {

		/**
		 * The position of a lock that has no tier.
		 */
		Position NONE = () -> {
		};

		/**
		 * The lock is not held any more. Any thread may report that; reporting it again
		 * does nothing.
		 */
		void leave();

	}

}

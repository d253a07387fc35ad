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

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * The transaction that a caller is in, which keeps the locks that are acquired in it
 * until it has completed.
 */
interface CallerTransaction {

	/** Keeps nothing. */
	CallerTransaction NONE = new CallerTransaction() {

		@Override
		public boolean isKeeping() {
			return false;
		}

		@Override
		public @Nullable CountedHold find(Path file) {
			return null;
		}

		@Override
		public void keep(CountedHold hold) {
		}

	};

	/** Whether Spring's transactions are on the class path. */
	boolean PRESENT = ClassUtils.isPresent("org.springframework.transaction.support.TransactionSynchronizationManager",
			CallerTransaction.class.getClassLoader());

	/**
	 * Returns the transaction of the calling thread.
	 * @return the transaction, which may be none
	 */
	static CallerTransaction ofThread() {
		return PRESENT ? ThreadTransaction.INSTANCE : NONE;
	}

	/**
	 * Returns whether this transaction, or one that was suspended for it, keeps locks.
	 */
	boolean isKeeping();

	/**
	 * Finds the hold of a lock that this transaction keeps, or one that was suspended for
	 * it.
	 * @param file the lock's file
	 * @return the hold, or {@code null} if none has it
	 */
	@Nullable CountedHold find(Path file);

	/**
	 * Waits until another call of this transaction, which is at work at the same time,
	 * has made it keep a lock. A thread has one call at a time.
	 * @param file the lock's file
	 * @param whenKept what to do then, at once if it is kept already
	 * @return ends the wait
	 */
	default Runnable await(Supplier<Path> file, Consumer<CountedHold> whenKept) {
		return () -> {
		};
	}

	/**
	 * Keeps a hold until the transaction has completed; where none is active, do nothing.
	 * @param hold the hold
	 */
	void keep(CountedHold hold);

}

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

package dev.latchkey.internal.pack;

import java.time.Duration;

import dev.latchkey.internal.lockfile.TryOutcome;
import dev.latchkey.internal.wait.Deadline;

/**
 * How a file is locked, and what is made of others who share its lock.
 */
enum LockMode {

	/**
	 * Exclusively; nobody has reason to share the lock for more than an instant.
	 */
	ALONE {

		@Override
		TryOutcome tryLock(PackFiles files, Duration timeout) {
			return files.file().tryLock(timeout);
		}

		@Override
		boolean lock(PackFiles files, Deadline deadline) throws InterruptedException {
			return files.file().lock(deadline);
		}

	},

	/**
	 * Exclusively; others share it for as long as they read.
	 */
	AMONG_SHARERS {

		/** Outlasts those who only look, and takes a reader for what it is: busy. */
		@Override
		TryOutcome tryLock(PackFiles files, Duration timeout) {
			return files.file().lockUninterruptibly(Deadline.after(Duration.ofMillis(10))) ? TryOutcome.ACQUIRED
					: TryOutcome.BUSY;
		}

		@Override
		boolean lock(PackFiles files, Deadline deadline) throws InterruptedException {
			return files.file().lock(Deadline.now()) || files.turnstile().lockFirst(files.file(), deadline);
		}

	},

	/**
	 * Together with others, and behind a writer that waits.
	 */
	SHARED {

		@Override
		TryOutcome tryLock(PackFiles files, Duration timeout) {
			return files.turnstile().isTaken() ? TryOutcome.BUSY : files.file().tryLockShared();
		}

		@Override
		boolean lock(PackFiles files, Deadline deadline) throws InterruptedException {
			return files.turnstile().pass(deadline) && files.file().lockShared(deadline);
		}

	};

	abstract TryOutcome tryLock(PackFiles files, Duration timeout);

	abstract boolean lock(PackFiles files, Deadline deadline) throws InterruptedException;

}

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

package dev.latchkey.internal.lockfile;

import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

import dev.latchkey.internal.platform.Errno;

/**
 * Repeats what a system refuses while a process has the file open: a process that looks
 * at the lock or waits for it, or a program that searches for viruses. All of them close
 * it soon.
 */
final class OpenElsewhere {

	private static final long LIMIT_NANOS = 500_000_000;

	private static final long FIRST_PAUSE_NANOS = 500_000;

	private static final long LONGEST_PAUSE_NANOS = 16_000_000;

	private OpenElsewhere() {
	}

	/**
	 * Makes a call, and repeats it for half a second at most while it is refused for that
	 * reason. A file that was removed while another process had it open refuses access
	 * until that process closes it.
	 * @param call the call; a refused one has done nothing
	 * @return what it returned last
	 */
	static int insist(IntSupplier call) {
		long begin = System.nanoTime();
		long pause = FIRST_PAUSE_NANOS;
		boolean interrupted = false;
		int result = call.getAsInt();
		while (isRefused(result) && System.nanoTime() - begin < LIMIT_NANOS) {
			LockSupport.parkNanos(pause);
			interrupted |= Thread.interrupted();
			pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
			result = call.getAsInt();
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		return result;
	}

	private static boolean isRefused(int result) {
		return Errno.EBUSY.is(result) || Errno.EACCES.is(result);
	}

}

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
 * The states in which an inspection can find a lock.
 *
 * @since 0.1
 */
public enum LockState {

	/**
	 * No process holds the lock.
	 */
	FREE,

	/**
	 * A process is between locking the lock's file and holding the lock, or between
	 * holding and releasing it, for microseconds. One that stays so is a waiter that was
	 * stopped when the kernel gave it the lock.
	 */
	ACQUIRING,

	/**
	 * A living process holds the lock, as the kernel reports. So it is found for a lock
	 * with a name, too, while a program keeps a shared lock on its file
	 * ({@code flock -s}): acquisitions fail with {@link LockFileException} when their
	 * timeout is over, and those without a timeout wait.
	 */
	HELD,

	/**
	 * A living process holds the lock, and has not shown for its own stale-after that it
	 * goes on: it is stopped or hangs. It keeps the lock, unless an operator breaks it.
	 * Only a {@link HeartbeatLock} is found so. The holder of any other lock, such as a
	 * writer, stays {@link #HELD} while its process is stopped.
	 */
	STALLED,

	/**
	 * No process has the lock's file locked, and the file was left by a holder that is
	 * dead, or has not shown for its stale-after that it is alive where only that can be
	 * observed. The next acquisition takes the lock over. Held file locks, writer locks
	 * and pid files are found so. Locks with a name, claims and pack locks, whose files
	 * stay, are {@link #FREE} when their holder is dead.
	 */
	STALE,

	/**
	 * No process has the lock's file locked, and the file is of a program that takes no
	 * flock, of another machine, or not written yet. Its holder counts as alive until it
	 * has not changed the file for the stale-after.
	 */
	UNVERIFIED,

	/**
	 * The lock's file is no lock file, whether or not a process has it locked; or a part
	 * of the lock was removed under its holder. It is left alone, and no process of
	 * Latchkey gets the lock.
	 */
	MALFORMED

}

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

import java.nio.file.Path;
import java.time.Instant;

/**
 * A lock that was acquired. It ends with {@link #close()}, with the death of the process,
 * or by loss: when the lock's file was removed or replaced by another program, or the
 * lock was given up because its time was over.
 *
 * <p>
 * A hold may be used and closed by any thread. An unreachable hold stays held.
 *
 * @since 0.1
 */
public interface LockHold extends AutoCloseable {

	/**
	 * Returns which lock is held.
	 * @return the identity of the lock
	 */
	LockId id();

	/**
	 * Returns whether this is a hold of the lock whose file a path leads to. Two paths
	 * may lead to one file: through a link, another mount, or another spelling on a
	 * filesystem that folds case.
	 * @param file the path of a lock file, absolute
	 * @return whether it leads to the file that is locked
	 */
	default boolean isOf(Path file) {
		return id().path().equals(file);
	}

	/**
	 * Returns whether the lock is held, as far as is known without asking the system:
	 * false after {@link #close()} and after a loss that was noticed. A loss is noticed
	 * at the next check: at each heartbeat, or for claims and packs, which have none,
	 * every ten seconds unless {@link Latchkey.Builder#checkInterval} is set. If this
	 * process was stopped meanwhile, the check is made here first.
	 * @return whether the lock is held
	 */
	boolean isHeld();

	/**
	 * Asks the system whether the lock is still held. A loss is noticed here at the
	 * latest.
	 * @throws LockLostException if the lock was lost or has been released
	 */
	void requireHeld();

	/**
	 * Returns the fencing token of this acquisition: later acquisitions of the same lock
	 * have greater ones. Hand it to the resource that the lock protects, and let the
	 * resource refuse smaller tokens than the greatest it has seen.
	 * @return the token, positive
	 * @throws UnsupportedOperationException if locks of this {@link LockType} have none
	 * @see LockType#hasFencingTokens()
	 */
	long fencingToken();

	/**
	 * Returns the holder of the lock: this process.
	 * @return this process
	 */
	LockHolder holder();

	/**
	 * Returns the thread and the call site that acquired the lock, within this process.
	 * @return the caller
	 */
	LockCaller acquiredBy();

	/**
	 * Returns when the lock was acquired, by the wall clock.
	 * @return the time of the acquisition
	 */
	Instant acquiredAt();

	/**
	 * Releases the lock, and reports a loss while the guarded work went on. It costs less
	 * than asking first.
	 * @throws LockLostException if the lock was lost or has been released before; nothing
	 * is held then
	 */
	default void closeHeld() {
		try {
			requireHeld();
		}
		finally {
			close();
		}
	}

	/**
	 * Releases the lock. Calling it again does nothing, and may return while another
	 * thread is still releasing. A release that fails is reported to listeners as a
	 * {@link LockEvent.Warning}, never thrown: the guarded work is done.
	 */
	@Override
	void close();

}

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

package dev.latchkey.internal.ephemeral;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.LockHolder;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.lockfile.OpenLockFile;

/**
 * The format of an ephemeral lock file, which differs by lock type: the content of the
 * file, and the meaning of a file that another process has left. An object serves one
 * acquisition.
 *
 * @param <H> the type of hold
 */
public interface LockFileFormat<H extends EphemeralHold> {

	/**
	 * Returns the size of the longest content.
	 * @return the size in bytes
	 */
	int longest();

	/**
	 * Writes what our file says, right before it is published.
	 * @param token the fencing token
	 * @return the whole content
	 */
	byte[] content(long token);

	/**
	 * Returns before which time the lock shall not be acquired again. Who sets such a
	 * time also heeds the one that a former holder has set.
	 * @return the time, or {@code null} if no such time is heeded or set
	 */
	default @Nullable Instant notBefore() {
		return null;
	}

	/**
	 * Returns whether it is the file's owner who has it locked, if somebody has: then its
	 * lock can be waited for.
	 * @param content what the file says, at most one byte more than the longest content
	 * @return whether it is the holder
	 * @throws LockFileException if it is no file of this kind, whoever has it locked, and
	 * must be left alone
	 */
	boolean isLockedByHolder(byte[] content);

	/**
	 * Returns whether a holder who has the file locked has not shown for a long time that
	 * it goes on.
	 * @param content what the file says, at most one byte more than the longest content
	 * @param age the time since the file was changed
	 * @return whether it is stopped or hangs
	 */
	default boolean isStalled(byte[] content, Supplier<Duration> age) {
		return false;
	}

	/**
	 * Judges a file that nobody has locked.
	 * @param content what the file says, at most one byte more than the longest content
	 * @param age the time since the file was changed
	 * @return what it means
	 * @throws LockFileException if it is no file of this kind, and must be left alone
	 */
	Judgement judge(byte[] content, Supplier<Duration> age);

	/**
	 * Returns the process that a file names, dead or alive.
	 * @param content what the file says, at most one byte more than the longest content
	 * @return the process, if the file names one
	 */
	OptionalLong named(byte[] content);

	/**
	 * Finds the processes that hold the lock.
	 * @param finder finds processes, for many locks
	 * @return the holders, as far as they are known
	 */
	List<LockHolder> holders(LockHolders finder);

	/**
	 * Begins a hold.
	 * @param token the fencing token
	 * @param file our file, which has the name
	 * @return the hold
	 */
	H hold(long token, OpenLockFile file);

	/**
	 * What a file means that nobody has locked.
	 */
	enum Judgement {

		/** Its holder is dead, and nobody else can want the name meanwhile. */
		DEAD,
		/**
		 * It is too old. Programs that know no mutex may think so too, so it is exchanged
		 * in one step, and looked at again.
		 */
		STALE,
		/** Its holder may live. */
		ALIVE

	}

}

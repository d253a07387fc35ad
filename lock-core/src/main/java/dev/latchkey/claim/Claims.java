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

package dev.latchkey.claim;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import dev.latchkey.CrossProcessLock;
import dev.latchkey.LockInspection;

/**
 * A directory of claims. A claim is a lock on a key with content that other processes can
 * read while it is held. It is free again the moment its process ends, however that
 * happens. All objects of this type and all programs that speak the protocol share the
 * claims of a directory.
 *
 * <p>
 * A key is any text, also an empty one; keys that differ only in case are different. Only
 * half of a surrogate pair is refused, with an {@link IllegalArgumentException}. Content
 * is any bytes, up to {@link #LONGEST_CONTENT}.
 *
 * <p>
 * A process that only reads must be allowed to write to the directory too, because that
 * is how a directory is found fit for locks. Methods throw
 * {@link dev.latchkey.LockFileException} if the system refuses what they need; a list
 * reports what can be seen instead. Methods that wait throw {@link InterruptedException}
 * if the thread is interrupted while it waits; a method that finds at once what it waits
 * for keeps the interrupt.
 *
 * @since 0.1
 */
public interface Claims {

	/** The longest content of a claim, in bytes: 16 MiB. */
	int LONGEST_CONTENT = 16 << 20;

	/**
	 * Returns where the claims are.
	 * @return the directory, absolute
	 */
	Path path();

	/**
	 * Returns the lock of a key.
	 * @param key the key
	 * @param content what others may read while the claim is held
	 * @return the lock
	 */
	CrossProcessLock<ClaimHold> claim(String key, byte[] content);

	/**
	 * Returns the lock of a key, without content.
	 * @param key the key
	 * @return the lock
	 */
	default CrossProcessLock<ClaimHold> claim(String key) {
		return claim(key, new byte[0]);
	}

	/**
	 * Reads the content of a claim. It was written by a holder that held the claim
	 * before, while and after it was read, and it is complete. While a process is just
	 * acquiring the claim, changing its content or releasing it, this waits for the
	 * outcome, for the transition timeout at the most.
	 * @param key the key
	 * @return the content, or empty if no process holds the claim, or its holder did not
	 * come to the end of what it was doing, or the holder's file was removed
	 */
	Optional<byte[]> read(String key);

	/**
	 * Waits until a process holds a claim.
	 * @param key the key
	 * @param timeout how long to wait at the most
	 * @return whether it was seen held
	 * @throws InterruptedException if the thread was interrupted
	 */
	boolean awaitHeld(String key, Duration timeout) throws InterruptedException;

	/**
	 * Waits until a claim is held with content that is wanted.
	 * @param key the key
	 * @param wanted whether content is wanted; may be asked often
	 * @param timeout how long to wait at the most
	 * @return the content, as {@link #read} returns it, or empty at the timeout
	 * @throws InterruptedException if the thread was interrupted
	 */
	Optional<byte[]> awaitContent(String key, Predicate<byte[]> wanted, Duration timeout) throws InterruptedException;

	/**
	 * Waits until no process holds a claim.
	 * @param key the key
	 * @param timeout how long to wait at the most
	 * @return whether it was seen not held
	 * @throws InterruptedException if the thread was interrupted
	 */
	boolean awaitReleased(String key, Duration timeout) throws InterruptedException;

	/**
	 * Lists all claims of the directory that have files, also those that are free. The
	 * kernel's table of locks is read once for all. After five seconds only the table is
	 * asked for the state of those that are left. The name of a claim is its key; of a
	 * key that is too long for the name of a file, its escaped form with a digest.
	 * @return the claims, by the name of their files
	 */
	List<LockInspection> list();

}

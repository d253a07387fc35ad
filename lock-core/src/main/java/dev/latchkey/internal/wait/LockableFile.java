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

package dev.latchkey.internal.wait;

import dev.latchkey.LockFileException;

/**
 * What a wait needs of the file that it waits for.
 */
public interface LockableFile {

	/**
	 * Returns the descriptor.
	 * @return its number
	 */
	int number();

	/**
	 * Locks the file exclusively if that takes no wait.
	 * @return whether it is locked
	 */
	boolean tryLockOnce();

	/**
	 * Locks the file together with others if that takes no wait.
	 * @return whether it is locked
	 */
	boolean tryLockShared();

	/**
	 * Gives the lock up.
	 */
	void unlock();

	/**
	 * Returns what to throw after a system call that failed.
	 * @param action what was refused, as the end of a sentence that begins with the path
	 * @param result the negative error number
	 * @return the exception
	 */
	LockFileException failure(String action, int result);

}

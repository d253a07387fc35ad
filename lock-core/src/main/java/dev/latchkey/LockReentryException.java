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

import java.io.Serial;

/**
 * A thread asked to wait for a lock that it holds itself, which would never end.
 *
 * @since 0.1
 */
public class LockReentryException extends LatchkeyException {

	@Serial
	private static final long serialVersionUID = 1L;

	// Not serialized: a path has no meaning elsewhere.
	private final transient LockId id;

	/**
	 * Creates an exception.
	 * @param id the lock
	 */
	public LockReentryException(LockId id) {
		super("The " + id + " was acquired by this thread already, and waiting for it would never end.",
				"Pass the hold on instead of acquiring again, or release it first.", null);
		this.id = id;
	}

	/**
	 * Creates an exception for a lock whose path leads to the file of another.
	 * @param id the lock
	 * @param held the lock that this thread has; both have the same file
	 */
	public LockReentryException(LockId id, LockId held) {
		super("The " + id + " has the same file as the " + held + ", which was acquired by this thread already, and "
				+ "waiting for it would never end.",
				"Use one path and one spelling for a lock, and pass the hold on instead of acquiring again.", null);
		this.id = id;
	}

	/**
	 * Returns the lock that was entered again.
	 * @return the identity of the lock
	 */
	public LockId id() {
		return this.id;
	}

}

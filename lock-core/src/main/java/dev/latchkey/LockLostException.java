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
 * A lock that was required to be held is not: it was lost, or has been released.
 *
 * @since 0.1
 */
public class LockLostException extends LatchkeyException {

	@Serial
	private static final long serialVersionUID = 1L;

	// Not serialized: a path has no meaning elsewhere.
	private final transient LockId id;

	/**
	 * Creates an exception.
	 * @param id the lock
	 * @param reason what happened to it
	 */
	public LockLostException(LockId id, String reason) {
		super("The " + id + " is not held any more: " + reason + ".", "Stop what it guarded, or acquire it again.",
				null);
		this.id = id;
	}

	/**
	 * Returns the lock that was lost.
	 * @return the identity of the lock
	 */
	public LockId id() {
		return this.id;
	}

}

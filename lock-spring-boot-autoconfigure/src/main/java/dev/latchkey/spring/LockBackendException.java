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

import java.io.Serial;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockId;

/**
 * The backend that keeps the locks, such as a database, does not answer or refuses to
 * work. Whether the lock is busy is not known.
 *
 * @since 0.1
 */
public class LockBackendException extends LatchkeyException {

	@Serial
	private static final long serialVersionUID = 1L;

	// Not serialized: what has no meaning elsewhere.
	private final transient LockId id;

	/**
	 * Creates an exception.
	 * @param id the lock
	 * @param problem what is wrong, as the end of a sentence that begins with the lock
	 * @param cause the failure that the backend reported, if there was one
	 */
	public LockBackendException(LockId id, String problem, @Nullable Throwable cause) {
		super("The " + id + " " + problem + ".", "See whether the backend works and can be reached; then try again.",
				cause);
		this.id = id;
	}

	/**
	 * Returns the lock that was wanted or held.
	 * @return the identity of the lock
	 */
	public LockId id() {
		return this.id;
	}

}

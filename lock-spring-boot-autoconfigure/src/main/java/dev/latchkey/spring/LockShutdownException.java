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
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LatchkeyException;

/**
 * A lock was not acquired because the application is being stopped. What waited for it
 * has stopped waiting. Begin again when the application has started again, or let another
 * instance do the work.
 *
 * @since 0.1
 */
public class LockShutdownException extends LatchkeyException {

	@Serial
	private static final long serialVersionUID = 1L;

	// Not serialized: a path has no meaning elsewhere.
	private final transient Path file;

	/**
	 * Creates an exception.
	 * @param file the lock's file
	 * @param cause what ended the wait for it, if there was one
	 */
	public LockShutdownException(Path file, @Nullable Throwable cause) {
		super("The lock '" + file + "' was not acquired: the application is being stopped, and begins nothing "
				+ "that needs a lock.", "Leave the work to another instance, or to the next start.", cause);
		this.file = file;
	}

	/**
	 * Returns the lock's file.
	 * @return the file
	 */
	public Path file() {
		return this.file;
	}

}

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
 * A wait was interrupted where the checked {@link InterruptedException} cannot be thrown.
 * The thread's interrupt flag is set again.
 *
 * @since 0.1
 */
public class LockInterruptedException extends LatchkeyException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param lock the lock that was waited for, as people know it
	 * @param cause the interruption
	 */
	public LockInterruptedException(String lock, InterruptedException cause) {
		super("Interrupted while waiting for the lock '" + lock + "'.",
				"Nothing was acquired: end the work, or try again.", cause);
	}

}

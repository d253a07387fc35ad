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

import org.jspecify.annotations.Nullable;

/**
 * The application asks for locks that cannot be provided, or not on this system. It names
 * the problem and what can be done about it.
 *
 * @since 0.1
 */
public abstract class LockSetupException extends LatchkeyException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param problem what is wrong, as a sentence
	 * @param remedy what to do about it, as a sentence
	 * @param cause the cause, if there is one
	 */
	protected LockSetupException(String problem, String remedy, @Nullable Throwable cause) {
		super(problem, remedy, cause);
	}

}

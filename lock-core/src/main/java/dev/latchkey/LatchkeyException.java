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
 * The root of what Latchkey throws. A lock that is merely busy is not an exception unless
 * a wait for it ran out.
 *
 * @since 0.1
 */
public class LatchkeyException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message what happened, to what, and what can be done
	 */
	public LatchkeyException(String message) {
		this(message, null);
	}

	/**
	 * Creates an exception with a cause.
	 * @param message what happened, to what, and what can be done
	 * @param cause the cause, if there is one
	 */
	public LatchkeyException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}

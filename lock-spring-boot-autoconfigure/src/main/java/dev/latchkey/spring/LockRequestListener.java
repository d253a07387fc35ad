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

import dev.latchkey.LockId;
import dev.latchkey.LockTimeoutException;

/**
 * Is called with the outcome of each request of an annotation or a template. A request
 * that joins a lock which its caller holds already is none. The listener is called on the
 * thread that asked or that waited, so it must be quick; what it throws is logged and
 * goes no further.
 *
 * @since 0.1
 */
public interface LockRequestListener {

	/**
	 * A lock was acquired.
	 * @param lock the lock
	 */
	default void acquired(LockId lock) {
	}

	/**
	 * A lock was busy for as long as the request waits.
	 * @param timeout the lock, its holders, and how long the request waited
	 * @param outcome what is done instead, which is not {@link LockOutcome#ACQUIRED}
	 */
	default void busy(LockTimeoutException timeout, LockOutcome outcome) {
	}

}

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

import dev.latchkey.CrossProcessLock;
import dev.latchkey.LatchkeyException;
import dev.latchkey.LockHold;

/**
 * Where the locks of requests are: in files of this machine, or in a store that is shared
 * by several machines.
 *
 * @since 0.1
 */
public interface LockBackend {

	/**
	 * Returns the lock of a request for a name or a file.
	 * @param request the request
	 * @return the lock, with the options of the request
	 * @throws LatchkeyException if this backend has no such locks
	 */
	CrossProcessLock<? extends LockHold> lock(LockRequest request);

	/**
	 * Proves that the backend answers, if that is not known already. Cheap enough to be
	 * called often.
	 * @throws LatchkeyException if it does not
	 */
	default void prove() {
	}

}

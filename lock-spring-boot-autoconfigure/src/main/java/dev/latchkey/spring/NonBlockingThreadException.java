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

import dev.latchkey.LatchkeyException;

/**
 * A thread that must never block, such as the event loop of a reactive server, asked for
 * a lock in a way that may wait. Nothing was acquired.
 *
 * @since 0.1
 */
public class NonBlockingThreadException extends LatchkeyException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param request the request
	 * @param thread the thread
	 */
	NonBlockingThreadException(LockRequest request, Thread thread) {
		super("The lock '" + request.ref() + "'" + ((request.callSite() != null) ? " of " + request.callSite() : "")
				+ " was asked for with a wait time on the thread '" + thread.getName() + "', which must not block.",
				"Let the locked method return a Mono or a Flux, use ReactiveLockTemplate, "
						+ "call it on Schedulers.boundedElastic(), or set a wait time of 0 to try once.",
				null);
	}

}

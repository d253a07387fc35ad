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
 * Code that must run under a lock does not.
 *
 * @since 0.1
 */
public class MissingLockException extends LatchkeyException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param lock the lock, as people know it
	 */
	public MissingLockException(String lock) {
		super("This code runs without " + lock + ".", "If its method has a lock annotation, it was not called through "
				+ "the bean's proxy, as when an object calls its own method, or creates one with 'new': call it by a "
				+ "reference that was injected, or use LockTemplate. A unit test that needs no lock calls it in "
				+ "LockAssert.passDuring(…).", null);
	}

}

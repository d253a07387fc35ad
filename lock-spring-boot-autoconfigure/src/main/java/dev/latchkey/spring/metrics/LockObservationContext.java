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

package dev.latchkey.spring.metrics;

import io.micrometer.observation.Observation;

import dev.latchkey.LockId;

/**
 * The context of an observation of a lock.
 *
 * @since 0.1
 */
public final class LockObservationContext extends Observation.Context {

	private final LockId lock;

	/**
	 * Creates a context.
	 * @param lock the lock
	 */
	public LockObservationContext(LockId lock) {
		this.lock = lock;
	}

	/**
	 * Returns which lock it is. Its name may have a key, and is not for low-cardinality
	 * values.
	 * @return the identity of the lock
	 */
	public LockId lock() {
		return this.lock;
	}

}

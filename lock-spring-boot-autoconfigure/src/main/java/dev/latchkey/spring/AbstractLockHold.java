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

import java.time.Instant;

import dev.latchkey.LockCaller;
import dev.latchkey.LockHold;
import dev.latchkey.LockId;

/**
 * Base of holds of a {@link LockBackend}. It knows which lock was acquired, when, and by
 * which caller.
 *
 * @since 0.1
 */
public abstract class AbstractLockHold implements LockHold {

	/** The reason of a loss that a hold finds after its release. */
	protected static final String RELEASED = "it has been released";

	private final LockId id;

	private final LockCaller acquiredBy;

	private final Instant acquiredAt = Instant.now();

	/**
	 * Creates a hold of a lock that has just been acquired.
	 * @param id the lock
	 * @param acquiredBy the caller
	 */
	protected AbstractLockHold(LockId id, LockCaller acquiredBy) {
		this.id = id;
		this.acquiredBy = acquiredBy;
	}

	@Override
	public final LockId id() {
		return this.id;
	}

	@Override
	public final LockCaller acquiredBy() {
		return this.acquiredBy;
	}

	@Override
	public final Instant acquiredAt() {
		return this.acquiredAt;
	}

	@Override
	public String toString() {
		return this.id + " since " + this.acquiredAt;
	}

}

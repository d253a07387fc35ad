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

package dev.latchkey.internal.acquire;

import java.time.Instant;

import dev.latchkey.CooldownHold;
import dev.latchkey.CrossProcessLock;
import dev.latchkey.HeartbeatLock;
import dev.latchkey.LockId;
import dev.latchkey.LockInspection;
import dev.latchkey.LockOptions;

/**
 * A lock with a cooldown.
 */
public final class CooldownLock extends FileLock<CooldownHold> {

	private final HeartbeatLock lock;

	private final Instant notBefore;

	private final LockAcquirer<CooldownHold> acquirer;

	/**
	 * Creates a lock with a cooldown.
	 * @param lock the same lock without one
	 * @param notBefore the end of the cooldown
	 * @param acquirer acquires the lock with this cooldown
	 */
	public CooldownLock(HeartbeatLock lock, Instant notBefore, LockAcquirer<CooldownHold> acquirer) {
		this.lock = lock;
		this.notBefore = notBefore;
		this.acquirer = acquirer;
	}

	@Override
	protected LockAcquirer<CooldownHold> acquirer() {
		return this.acquirer;
	}

	@Override
	public LockId id() {
		return this.lock.id();
	}

	@Override
	public LockInspection inspect() {
		return this.lock.inspect();
	}

	@Override
	public CrossProcessLock<CooldownHold> with(LockOptions options) {
		return this.lock.with(options).withCooldown(this.notBefore);
	}

}

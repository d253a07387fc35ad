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

import org.jspecify.annotations.Nullable;

import dev.latchkey.CooldownHold;
import dev.latchkey.CrossProcessLock;
import dev.latchkey.HeartbeatLock;
import dev.latchkey.LockHold;
import dev.latchkey.LockId;
import dev.latchkey.LockInspection;
import dev.latchkey.LockOptions;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.holders.LockInspector;

/**
 * The base of locks whose holders show by heartbeats that they go on.
 */
public abstract class HeartbeatFileLock extends FileLock<LockHold> implements HeartbeatLock {

	private final LockRuntime runtime;

	private final LockId id;

	private final LockOptions options;

	/**
	 * Creates a lock.
	 * @param runtime the runtime
	 * @param id the lock
	 * @param options the options
	 */
	protected HeartbeatFileLock(LockRuntime runtime, LockId id, LockOptions options) {
		this.runtime = runtime;
		this.id = id;
		this.options = options;
	}

	@Override
	public final LockId id() {
		return this.id;
	}

	/**
	 * Returns the options of the lock.
	 * @return the options
	 */
	protected final LockOptions options() {
		return this.options;
	}

	/**
	 * Returns the protocol of the lock.
	 * @param notBefore the end of the cooldown, or {@code null} to acquire without one
	 * @return the protocol; its holds have a cooldown if there is one
	 */
	protected abstract LockProtocol<? extends CooldownHold> protocol(@Nullable Instant notBefore);

	/**
	 * Returns what inspects the lock.
	 * @param finder finds the processes, or {@code null} to ask the kernel each time
	 * @return the inspector
	 */
	protected abstract LockInspector inspector(@Nullable LockHolders finder);

	@Override
	public final CrossProcessLock<CooldownHold> withCooldown(Instant notBefore) {
		return new CooldownLock(this, notBefore,
				new LockAcquirer<>(this.runtime, protocol(notBefore), this.options.tier()));
	}

	@Override
	public final LockInspection inspect() {
		return inspector(null).inspect();
	}

	/**
	 * Inspects the lock, as one of many for which the kernel is asked once which
	 * processes hold them. Holders are less sure than those of {@link #inspect()} while
	 * locks come and go.
	 * @param finder finds the processes
	 * @return what was found at a moment during this call
	 */
	public final LockInspection inspect(LockHolders finder) {
		return inspector(finder).inspect();
	}

}

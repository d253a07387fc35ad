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

package dev.latchkey.internal.named;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.latchkey.CooldownHold;
import dev.latchkey.CrossProcessLock;
import dev.latchkey.HeartbeatLock;
import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockInspection;
import dev.latchkey.LockOptions;
import dev.latchkey.internal.acquire.CooldownLock;
import dev.latchkey.internal.acquire.FileLock;
import dev.latchkey.internal.acquire.LockAcquirer;
import dev.latchkey.internal.holders.LockHolders;

/**
 * The lock of a name.
 */
public final class NamedLock extends FileLock<LockHold> implements HeartbeatLock {

	private final NamedLocks locks;

	private final LockId id;

	private final LockOptions options;

	private final LockAcquirer<LockHold> acquirer;

	NamedLock(NamedLocks locks, LockId id, LockOptions options) {
		this.locks = locks;
		this.id = id;
		this.options = options;
		this.acquirer = new LockAcquirer<>(locks.runtime(), protocol(null), options.tier());
	}

	private NamedProtocol protocol(@Nullable Instant notBefore) {
		return new NamedProtocol(this.locks, this.id, this.options, notBefore);
	}

	@Override
	protected LockAcquirer<LockHold> acquirer() {
		return this.acquirer;
	}

	@Override
	public LockId id() {
		return this.id;
	}

	@Override
	public CrossProcessLock<CooldownHold> withCooldown(Instant notBefore) {
		return new CooldownLock(this, notBefore,
				new LockAcquirer<>(this.locks.runtime(), protocol(notBefore), this.options.tier()));
	}

	/**
	 * Finds the processes that hold the lock: the holder, or else the programs that keep
	 * a shared lock on its file.
	 */
	@Override
	public List<LockHolder> holders() {
		List<LockHolder> holders = super.holders();
		return !holders.isEmpty() ? holders : new LockHolders(this.locks.runtime()).lastingSharers(this.id.path());
	}

	@Override
	public LockInspection inspect() {
		return inspector(null).inspect();
	}

	/**
	 * Inspects the lock, as one of many for which the kernel is asked once which
	 * processes hold them. Holders are less sure than those of {@link #inspect()} while
	 * locks come and go.
	 * @param finder finds the processes
	 * @return what was found at a moment during this call
	 */
	public LockInspection inspect(LockHolders finder) {
		return inspector(finder).inspect();
	}

	private NamedInspector inspector(@Nullable LockHolders finder) {
		return new NamedInspector(this.locks, this.id, this.options.staleAfter(), finder);
	}

	@Override
	public LockInspection breakStalled() {
		return new NamedBreaker(this.locks, this.id, this.options.staleAfter()).breakStalled();
	}

	@Override
	public NamedLock with(LockOptions other) {
		return new NamedLock(this.locks, this.id, other);
	}

}

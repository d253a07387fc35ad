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

import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockInspection;
import dev.latchkey.LockOptions;
import dev.latchkey.internal.acquire.HeartbeatFileLock;
import dev.latchkey.internal.acquire.LockAcquirer;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.holders.LockInspector;

/**
 * The lock of a name.
 */
public final class NamedLock extends HeartbeatFileLock {

	private final NamedLocks locks;

	private final LockAcquirer<LockHold> acquirer;

	NamedLock(NamedLocks locks, LockId id, LockOptions options) {
		super(locks.runtime(), id, options);
		this.locks = locks;
		this.acquirer = new LockAcquirer<>(locks.runtime(), protocol(null), options.tier());
	}

	@Override
	protected NamedProtocol protocol(@Nullable Instant notBefore) {
		return new NamedProtocol(this.locks, id(), options(), notBefore);
	}

	@Override
	protected LockAcquirer<LockHold> acquirer() {
		return this.acquirer;
	}

	/**
	 * Finds the processes that hold the lock: the holder, or else the programs that keep
	 * a shared lock on its file.
	 */
	@Override
	public List<LockHolder> holders() {
		List<LockHolder> holders = super.holders();
		return !holders.isEmpty() ? holders : new LockHolders(this.locks.runtime()).lastingSharers(id().path());
	}

	@Override
	protected LockInspector inspector(@Nullable LockHolders finder) {
		return new NamedInspector(this.locks, id(), options().staleAfter(), finder);
	}

	@Override
	public LockInspection breakStalled() {
		return new NamedBreaker(this.locks, id(), options().staleAfter()).breakStalled();
	}

	@Override
	public NamedLock with(LockOptions other) {
		return new NamedLock(this.locks, id(), other);
	}

}

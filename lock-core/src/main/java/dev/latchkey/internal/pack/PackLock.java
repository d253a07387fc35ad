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

package dev.latchkey.internal.pack;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.latchkey.LockFileException;
import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockInspection;
import dev.latchkey.LockOptions;
import dev.latchkey.LockReentryException;
import dev.latchkey.LockState;
import dev.latchkey.LockTier;
import dev.latchkey.internal.acquire.AsyncAcquisition;
import dev.latchkey.internal.acquire.FileLock;
import dev.latchkey.internal.acquire.LockAcquirer;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.lockfile.IdleFiles;
import dev.latchkey.internal.lockfile.LockFileReader;

/**
 * One of the locks around packs. The directory is looked up at an acquisition, unless
 * that was done in the last 10 milliseconds: links are followed, and all names of one
 * directory are the same lock.
 */
public final class PackLock extends FileLock<LockHold> {

	private final LockRuntime runtime;

	private final IdleFiles<PackFiles> cache;

	private final LockLocation location;

	private final LockTier tier;

	private final LockMode mode;

	PackLock(LockRuntime runtime, IdleFiles<PackFiles> cache, LockLocation location, LockTier tier, LockMode mode) {
		this.runtime = runtime;
		this.cache = cache;
		this.location = location;
		this.tier = tier;
		this.mode = mode;
	}

	@Override
	protected LockAcquirer<LockHold> acquirer() {
		return new LockAcquirer<>(this.runtime, new PackProtocol(this.runtime, this.cache, id(), this.mode), this.tier);
	}

	/**
	 * Returns which lock this is now.
	 * @return the identity, by the real path of the lock file
	 */
	@Override
	public LockId id() {
		return this.location.find(this.runtime);
	}

	/**
	 * Acquires the lock without waiting for it here. A task that does its work under the
	 * hold says itself on which tier it is, as by {@code LockTiers.run}.
	 * @return the hold to come; fails with {@link LockReentryException} if the calling
	 * thread has the lock. Nothing is thrown here
	 */
	@Override
	public CompletableFuture<LockHold> acquireAsync(Duration timeout) {
		try {
			LockAcquirer<LockHold> acquirer = acquirer();
			acquirer.refuseReentry();
			return AsyncAcquisition.start(acquirer.deferred(timeout));
		}
		catch (LockReentryException | LockFileException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public LockInspection inspect() {
		LockId id = id();
		boolean locked = LockFileReader.isLocked(this.runtime, id.path());
		List<LockHolder> holders = locked ? holders() : List.of();
		return new LockInspection(id, locked ? LockState.HELD : LockState.FREE, holders);
	}

	@Override
	public PackLock with(LockOptions options) {
		LockTier other = options.tier();
		return new PackLock(this.runtime, this.cache, this.location, (other != null) ? other : this.tier, this.mode);
	}

}

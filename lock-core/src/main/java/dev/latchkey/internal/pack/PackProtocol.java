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
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.internal.acquire.LockProtocol;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.holders.RecordedHolders;
import dev.latchkey.internal.lockfile.FencingToken;
import dev.latchkey.internal.lockfile.IdleFiles;
import dev.latchkey.internal.lockfile.LockFileReader;
import dev.latchkey.internal.lockfile.OpenLockFile;
import dev.latchkey.internal.lockfile.TryOutcome;
import dev.latchkey.internal.wait.Deadline;

/**
 * Acquires one lock: flock, check the name, write the record. The file stays open for the
 * next acquisition, as long as it has a place among those that are kept.
 */
final class PackProtocol implements LockProtocol<PackHold> {

	private final LockRuntime runtime;

	private final IdleFiles<PackFiles> cache;

	private final LockId id;

	private final LockMode mode;

	PackProtocol(LockRuntime runtime, IdleFiles<PackFiles> cache, LockId id, LockMode mode) {
		this.runtime = runtime;
		this.cache = cache;
		this.id = id;
		this.mode = mode;
	}

	@Override
	public LockId id() {
		return this.id;
	}

	@Override
	public boolean isShared() {
		return this.mode == LockMode.SHARED;
	}

	@Override
	public @Nullable PackHold tryAcquire(Duration timeout) {
		return with((files) -> {
			TryOutcome outcome = this.mode.tryLock(files, timeout);
			while (outcome == TryOutcome.REPLACED) {
				outcome = this.mode.tryLock(files, timeout);
			}
			if (outcome == TryOutcome.SHARED_BY_OTHERS) {
				throw new LockHolders(this.runtime).sharedByOthers(this.id.path());
			}
			return (outcome == TryOutcome.ACQUIRED) ? hold(files) : null;
		});
	}

	@Override
	public @Nullable PackHold acquire(Deadline deadline) throws InterruptedException {
		return with((files) -> this.mode.lock(files, deadline) ? hold(files) : null);
	}

	private <E extends Exception> @Nullable PackHold with(IdleFiles.Use<PackFiles, PackHold, E> attempt) throws E {
		return this.cache.lend(this.id.path(), () -> new PackFiles(this.runtime, this.id), attempt);
	}

	private PackHold hold(PackFiles files) {
		OpenLockFile descriptor = files.file().descriptor();
		long token = PackRecord.of(descriptor.read(PackRecord.MAX_SIZE, 0)).token();
		if (isShared()) {
			// A shared hold must not write. A token is positive, also the first.
			token = Math.max(1, token);
		}
		else {
			token = FencingToken.after(token, this.id.path());
			descriptor.replaceContent(new PackRecord(token, this.runtime.self().pid()).bytes(Instant.now()));
		}
		boolean recorded = !isShared() && RecordedHolders.areNeeded(this.runtime);
		return new PackHold(this.runtime, this.id, token, files, this.cache, recorded);
	}

	@Override
	public List<LockHolder> holders(LockHolders finder) {
		if (RecordedHolders.areNeeded(this.runtime)) {
			List<LockHolder> holders = LockFileReader.read(this.runtime, this.id.path(), this::recordedHolders);
			return (holders != null) ? holders : List.of();
		}
		List<LockHolder> holders = finder.ofBusy(this.id.path());
		return !holders.isEmpty() ? holders : finder.sharers(this.id.path());
	}

	/** Those who share the lock write nothing. */
	private List<LockHolder> recordedHolders(OpenLockFile file) {
		return file.isLocked()
				? RecordedHolders.of(this.runtime, PackRecord.of(file.read(PackRecord.MAX_SIZE, 0)).pid(), file)
				: List.of();
	}

}

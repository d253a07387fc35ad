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

import java.nio.file.Path;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockId;
import dev.latchkey.internal.acquire.FileHold;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.lockfile.IdleFiles;
import dev.latchkey.internal.lockfile.OpenLockFile;

/**
 * A pack lock that is held.
 */
final class PackHold extends FileHold {

	private final PackFiles files;

	private final IdleFiles<PackFiles> cache;

	private final boolean recorded;

	/**
	 * Begins a hold.
	 * @param recorded whether only the record tells others that this process has the
	 * lock, so that it must not say so any more when the lock is released
	 */
	PackHold(LockRuntime runtime, LockId id, long token, PackFiles files, IdleFiles<PackFiles> cache,
			boolean recorded) {
		super(runtime, id, token, runtime.checkInterval().toNanos());
		this.recorded = recorded;
		this.files = files;
		this.cache = cache;
	}

	@Override
	protected OpenLockFile lockedFile() {
		return this.files.file().descriptor();
	}

	@Override
	protected @Nullable Path lostName() {
		return this.files.file().isNamed() ? null : this.files.file().path();
	}

	@Override
	protected void beat() {
		// The kernel tells that we live.
	}

	@Override
	protected void release() {
		this.cache.putUnlocked(this.files, this.recorded ? this::unlockUnrecorded : this.files.file()::unlock);
	}

	private void unlockUnrecorded() {
		try {
			lockedFile().replaceContent(new PackRecord(fencingToken(), 0).bytes(Instant.now()));
		}
		finally {
			this.files.file().unlock();
		}
	}

	@Override
	protected void abandon() {
		this.files.file().release();
	}

}

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

package dev.latchkey.internal.ephemeral;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.LockId;
import dev.latchkey.LockLostException;
import dev.latchkey.internal.acquire.FileHold;
import dev.latchkey.internal.lockfile.OpenLockFile;

/**
 * A hold of a lock with a published file.
 */
public abstract class EphemeralHold extends FileHold {

	private final EphemeralFiles files;

	private final OpenLockFile file;

	/**
	 * Creates a hold of what has just been published.
	 * @param files the files of the lock and others
	 * @param id the lock
	 * @param token the fencing token
	 * @param check how often the hold is looked at
	 * @param file our file
	 */
	protected EphemeralHold(EphemeralFiles files, LockId id, long token, Duration check, OpenLockFile file) {
		super(files.runtime(), id, token, check.toNanos());
		this.files = files;
		this.file = file;
	}

	/**
	 * Returns our file.
	 * @return the file, which is locked
	 */
	protected final OpenLockFile file() {
		return this.file;
	}

	@Override
	protected final OpenLockFile lockedFile() {
		return this.file;
	}

	@Override
	protected @Nullable Path lostName() {
		return this.file.isNamed() ? null : id().path();
	}

	@Override
	protected void beat() {
	}

	/**
	 * Changes the time before which others shall not acquire the lock, if they heed it.
	 * @param time the time
	 * @throws LockLostException if the lock is not held any more; nothing is changed then
	 */
	protected final void changeTime(Instant time) {
		whileHeld(() -> {
			this.files.underMutex(id(), (name) -> lostName() == null && name.changeNotBefore(time));
		});
	}

	/**
	 * The name is looked at before the mutex too, so that a directory that was removed is
	 * not made again.
	 */
	@Override
	protected final @Nullable Path lostNameAtRelease() {
		return lostName();
	}

	@Override
	protected final void release() {
		try {
			this.files.underMutex(id(), (name) -> lostName() == null && name.removeOurs(this.file));
		}
		catch (LockFileException ex) {
			throw new LockFileException(id().path(),
					"was released, but its name is still there, because " + ex.problem(), ex.errno(),
					"The next acquisition of the lock removes it. " + ex.remedy());
		}
		finally {
			abandon();
		}
	}

	@Override
	protected final void abandon() {
		if (this.file.isOpen()) {
			try {
				this.file.unlock();
			}
			finally {
				this.file.close();
			}
		}
	}

}

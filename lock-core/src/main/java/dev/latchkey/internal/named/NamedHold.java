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

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.latchkey.CooldownHold;
import dev.latchkey.LockId;
import dev.latchkey.LockOptions;
import dev.latchkey.internal.acquire.FileHold;
import dev.latchkey.internal.lockfile.FencingToken;
import dev.latchkey.internal.lockfile.OpenLockFile;
import dev.latchkey.internal.platform.ProcessIdentity;

/**
 * A named lock that is held.
 */
final class NamedHold extends FileHold implements CooldownHold {

	private final NamedLockFile file;

	private final NamedLocks locks;

	private final Duration staleAfter;

	NamedHold(NamedLocks locks, LockId id, LockOptions options, long token, long acquiredMicros, NamedLockFile file) {
		super(locks.runtime(), id, token, options.heartbeatInterval().toNanos(), acquiredMicros);
		this.file = file;
		this.locks = locks;
		this.staleAfter = options.staleAfter();
	}

	@Override
	protected OpenLockFile lockedFile() {
		return this.file.descriptor();
	}

	@Override
	protected @Nullable Path lostName() {
		return (this.file.isNamed() && !isBroken()) ? null : id().path();
	}

	@Override
	protected boolean wasBroken() {
		return this.file.descriptor().size() >= NamedRecord.SIZE && isBroken();
	}

	private boolean isBroken() {
		NamedRecord record = this.file.heldRecord();
		if (record == null) {
			return false;
		}
		record.read();
		return record.mark() == fencingToken();
	}

	/**
	 * A file that was cut off gets its record again, or the holder would look stopped.
	 */
	@Override
	protected void beat() {
		NamedRecord record = this.file.heldRecord();
		if (record != null) {
			record.showLife();
		}
		else {
			ProcessIdentity self = this.locks.runtime().platform().processes().self();
			this.file.lockedRecord().begin(self, fencingToken(), FencingToken.now(), this.staleAfter.toMillis(), 0);
		}
	}

	@Override
	protected void release() {
		boolean unlocked = false;
		try {
			NamedRecord record = this.file.heldRecord();
			if (record != null) {
				record.end();
			}
			this.file.unlock();
			unlocked = true;
			this.locks.idle().put(this.file);
		}
		finally {
			if (!unlocked) {
				this.file.release();
			}
		}
	}

	@Override
	protected void abandon() {
		this.file.release();
	}

	@Override
	public void changeCooldown(Instant notBefore) {
		whileHeld(() -> {
			NamedRecord record = this.file.heldRecord();
			if (record != null) {
				record.changeNotBefore(NamedTimes.micros(notBefore));
			}
		});
	}

	@Override
	public void expire(String reason) {
		giveUp(reason);
	}

}

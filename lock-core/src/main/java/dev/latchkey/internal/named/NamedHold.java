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

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.latchkey.CooldownHold;
import dev.latchkey.LockId;
import dev.latchkey.LockLostException;
import dev.latchkey.LockOptions;
import dev.latchkey.UnsupportedFeatureException;
import dev.latchkey.internal.acquire.FileHold;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.lockfile.FencingToken;
import dev.latchkey.internal.lockfile.OpenLockFile;
import dev.latchkey.internal.platform.PlatformFeature;
import dev.latchkey.internal.platform.ProcessIdentity;
import dev.latchkey.internal.spawn.ChildStarter;
import dev.latchkey.internal.spawn.SpawnedProcess;

/**
 * A named lock that is held.
 */
public final class NamedHold extends FileHold implements CooldownHold {

	private final NamedLockFile file;

	private final NamedLocks locks;

	private final Duration staleAfter;

	NamedHold(NamedLocks locks, LockId id, LockOptions options, long token, long acquiredMicros, NamedLockFile file) {
		super(locks.runtime(), id, token, options.heartbeatInterval().toNanos(), acquiredMicros);
		this.file = file;
		this.locks = locks;
		this.staleAfter = options.staleAfter();
	}

	/**
	 * Starts a child process that has the lock together with this one. The lock ends when
	 * this hold is closed. If this process ends without that, the lock lasts as long as
	 * the child, and as the processes that the child starts and that keep the inherited
	 * descriptor 10.
	 *
	 * <p>
	 * The child has the standard descriptors and that one, and no other. All else is as
	 * the builder says.
	 * @param child what to start
	 * @return the running child; a thread of this process awaits its end, so it leaves no
	 * zombie
	 * @throws IOException if it cannot be started; the lock is held as before then
	 * @throws LockLostException if the lock is not held any more
	 * @throws UnsupportedFeatureException if children of this system inherit no locks
	 */
	public SpawnedProcess startChild(ProcessBuilder child) throws IOException {
		LockRuntime runtime = this.locks.runtime();
		runtime.platform()
			.traits()
			.require(PlatformFeature.INHERITED_LOCKS, "Sharing a lock with a child process",
					"Hold the lock in the process that does the work.");
		return share(() -> new ChildStarter(runtime).start(child, List.of(lockedFile())));
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

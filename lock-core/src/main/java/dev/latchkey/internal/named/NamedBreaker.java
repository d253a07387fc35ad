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

import java.time.Duration;
import java.util.List;

import dev.latchkey.LockEvent;
import dev.latchkey.LockId;
import dev.latchkey.LockInspection;
import dev.latchkey.LockState;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.lockfile.OpenLockFile;
import dev.latchkey.internal.platform.NativePath;

/**
 * Takes a named lock away from a stalled holder, for an operator.
 *
 * <p>
 * The file of the stalled holder is also the file of the next one. So the mark names the
 * token of the hold that was judged, and the file is removed only if its token and its
 * heartbeat are the same after the mark was written: a holder that goes on, or a
 * successor, keeps the lock.
 */
final class NamedBreaker {

	private final NamedLocks locks;

	private final LockRuntime runtime;

	private final LockId id;

	private final NamedInspector inspector;

	NamedBreaker(NamedLocks locks, LockId id, Duration staleAfter) {
		this.locks = locks;
		this.runtime = locks.runtime();
		this.id = id;
		this.inspector = new NamedInspector(locks, id, staleAfter, null);
	}

	/**
	 * Breaks the lock if its holder is stalled.
	 * @return what was found: the lock is broken if it is breakable, and left alone if
	 * not
	 */
	LockInspection breakStalled() {
		LockInspection found = this.inspector.inspect();
		if (found.breakable()) {
			found = this.locks.directory().underMutex(this::breakUnderMutex);
			if (found.breakable()) {
				found.holders()
					.forEach((holder) -> this.runtime.listener().onEvent(new LockEvent.TakenOver(this.id, holder)));
			}
		}
		return found;
	}

	private LockInspection breakUnderMutex() {
		try (OpenLockFile file = OpenLockFile.open(this.runtime, NativePath.of(this.id.path()))) {
			return (file != null) ? breakIfStalled(file) : this.inspector.free();
		}
	}

	private LockInspection breakIfStalled(OpenLockFile file) {
		NamedRecord record = NamedRecord.copyOf(file);
		long token = record.token();
		long beat = record.lastBeat();
		LockInspection found = lookAnew(file);
		if (!found.breakable()) {
			return found;
		}
		if (!file.isNamed()) {
			// Another operator was first.
			return this.inspector.free();
		}
		// Before the mark: where there is no space for it, nothing is broken.
		this.locks.directory().raiseFloor(token);
		boolean removed = false;
		try {
			record.mark(token);
			record.read();
			LockInspection again = lookAnew(file);
			if (record.token() == token && record.lastBeat() == beat && again.breakable()) {
				file.removeName();
				removed = true;
				return found;
			}
			// It goes on, or has died and another program may have the file locked.
			return again.breakable() ? held() : again;
		}
		finally {
			if (!removed) {
				record.unmark();
			}
		}
	}

	private LockInspection lookAnew(OpenLockFile file) {
		this.locks.directory().lookAnew();
		return this.inspector.inspect(file);
	}

	/** A holder that went on between two looks. */
	private LockInspection held() {
		return new LockInspection(this.id, LockState.HELD, List.of());
	}

}

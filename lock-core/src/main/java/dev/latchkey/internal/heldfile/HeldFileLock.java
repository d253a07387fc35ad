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

package dev.latchkey.internal.heldfile;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockEvent;
import dev.latchkey.LockHold;
import dev.latchkey.LockId;
import dev.latchkey.LockInspection;
import dev.latchkey.LockOptions;
import dev.latchkey.internal.acquire.HeartbeatFileLock;
import dev.latchkey.internal.acquire.LockAcquirer;
import dev.latchkey.internal.ephemeral.EphemeralFiles;
import dev.latchkey.internal.ephemeral.EphemeralProtocol;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.holders.LockInspector;

/**
 * The lock of a path, whose file exists exactly while the lock is held.
 */
public final class HeldFileLock extends HeartbeatFileLock {

	private final EphemeralFiles files;

	HeldFileLock(EphemeralFiles files, LockId id, LockOptions options) {
		super(files.runtime(), id, options);
		this.files = files;
	}

	@Override
	protected LockAcquirer<LockHold> acquirer() {
		return new LockAcquirer<>(this.files.runtime(), protocol(null), options().tier());
	}

	@Override
	protected EphemeralProtocol<HeldFileHold> protocol(@Nullable Instant notBefore) {
		return new EphemeralProtocol<>(this.files, id(), new HeldFileFormat(this.files, id(), options(), notBefore));
	}

	@Override
	public LockInspection breakStalled() {
		LockInspector inspector = inspector(null);
		LockInspection found = inspector.inspect();
		if (!found.breakable()) {
			return found;
		}
		LockInspection again = this.files.removeIf(id(), inspector::inspect, LockInspection::breakable);
		if (again == null) {
			return inspector.free();
		}
		if (again.breakable()) {
			again.holders()
				.forEach((former) -> this.files.runtime().listener().onEvent(new LockEvent.TakenOver(id(), former)));
		}
		return again;
	}

	@Override
	protected LockInspector inspector(@Nullable LockHolders finder) {
		return new HeldFileInspector(this.files, id(), options().staleAfter(), finder);
	}

	@Override
	public HeldFileLock with(LockOptions other) {
		return new HeldFileLock(this.files, id(), other);
	}

}

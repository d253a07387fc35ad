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

import dev.latchkey.CooldownHold;
import dev.latchkey.CrossProcessLock;
import dev.latchkey.HeartbeatLock;
import dev.latchkey.LockEvent;
import dev.latchkey.LockHold;
import dev.latchkey.LockId;
import dev.latchkey.LockInspection;
import dev.latchkey.LockOptions;
import dev.latchkey.internal.acquire.CooldownLock;
import dev.latchkey.internal.acquire.FileLock;
import dev.latchkey.internal.acquire.LockAcquirer;
import dev.latchkey.internal.ephemeral.EphemeralFiles;
import dev.latchkey.internal.ephemeral.EphemeralProtocol;
import dev.latchkey.internal.holders.LockHolders;

/**
 * The lock of a path, whose file exists exactly while the lock is held.
 */
public final class HeldFileLock extends FileLock<LockHold> implements HeartbeatLock {

	private final EphemeralFiles files;

	private final LockId id;

	private final LockOptions options;

	HeldFileLock(EphemeralFiles files, LockId id, LockOptions options) {
		this.files = files;
		this.id = id;
		this.options = options;
	}

	@Override
	protected LockAcquirer<LockHold> acquirer() {
		return new LockAcquirer<>(this.files.runtime(), protocol(null), this.options.tier());
	}

	private EphemeralProtocol<HeldFileHold> protocol(@Nullable Instant notBefore) {
		return new EphemeralProtocol<>(this.files, this.id,
				new HeldFileFormat(this.files, this.id, this.options, notBefore));
	}

	@Override
	public LockId id() {
		return this.id;
	}

	@Override
	public CrossProcessLock<CooldownHold> withCooldown(Instant notBefore) {
		return new CooldownLock(this, notBefore,
				new LockAcquirer<>(this.files.runtime(), protocol(notBefore), this.options.tier()));
	}

	@Override
	public LockInspection inspect() {
		return inspector().inspect();
	}

	/**
	 * Inspects the lock, as one of many for which the kernel is asked once which
	 * processes hold them. Holders are less sure than those of {@link #inspect()} while
	 * locks come and go.
	 * @param finder finds the processes
	 * @return what was found at a moment during this call
	 */
	public LockInspection inspect(LockHolders finder) {
		return new HeldFileInspector(this.files, this.id, this.options.staleAfter(), finder::of).inspect();
	}

	@Override
	public LockInspection breakStalled() {
		HeldFileInspector inspector = inspector();
		LockInspection found = inspector.inspect();
		if (!found.breakable()) {
			return found;
		}
		LockInspection again = this.files.removeIf(this.id, inspector::inspect, LockInspection::breakable);
		if (again == null) {
			return inspector.free();
		}
		if (again.breakable()) {
			again.holders()
				.forEach((former) -> this.files.runtime().listener().onEvent(new LockEvent.TakenOver(this.id, former)));
		}
		return again;
	}

	private HeldFileInspector inspector() {
		return new HeldFileInspector(this.files, this.id, this.options.staleAfter());
	}

	@Override
	public HeldFileLock with(LockOptions other) {
		return new HeldFileLock(this.files, this.id, other);
	}

}

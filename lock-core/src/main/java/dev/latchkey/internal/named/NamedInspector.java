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
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockInspection;
import dev.latchkey.LockState;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.holders.LockInspector;
import dev.latchkey.internal.holders.RecordedHolders;
import dev.latchkey.internal.lockfile.FencingToken;
import dev.latchkey.internal.lockfile.OpenLockFile;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platform.PlatformFeature;

/**
 * Looks at one named lock without acquiring it. Nothing is made, and the permission to
 * read is enough.
 */
final class NamedInspector extends LockInspector {

	/** How often a file that is locked without a record is looked at. */
	private static final int TRANSITION_LOOKS = 10;

	private static final long TRANSITION_PAUSE_NANOS = 5_000_000;

	private final LockRuntime runtime;

	private final NamedDirectory directory;

	private final LockId id;

	private final Duration staleAfter;

	/**
	 * Creates an inspector.
	 * @param locks the locks
	 * @param id the lock
	 * @param staleAfter for how long a holder without a record may be stopped before it
	 * can be broken; one with a record has its own stale-after there
	 * @param finder finds the processes that have a file locked, or {@code null} to ask
	 * the kernel for each inspection
	 */
	NamedInspector(NamedLocks locks, LockId id, Duration staleAfter, @Nullable LockHolders finder) {
		super(locks.runtime(), id, finder);
		this.runtime = locks.runtime();
		this.directory = locks.inspectedDirectory();
		this.id = id;
		this.staleAfter = staleAfter;
	}

	/**
	 * Inspects the lock. A program that keeps a shared lock on the file lets no process
	 * acquire the lock, so it counts as a holder.
	 * @return what was found
	 */
	@Override
	public LockInspection inspect() {
		LockInspection found = inspectExclusive();
		List<LockHolder> sharers = (found.state() == LockState.FREE) ? finder().lastingSharers(this.id.path())
				: List.of();
		return sharers.isEmpty() ? found : new LockInspection(this.id, LockState.HELD, sharers);
	}

	/**
	 * Inspects the lock. Shared locks do not count.
	 * @return what was found
	 */
	LockInspection inspectExclusive() {
		return super.inspect();
	}

	@Override
	public LockInspection inspect(OpenLockFile file) {
		boolean locked = file.isLocked();
		List<LockHolder> holders = holders(locked);
		byte[] content = file.read(NamedRecord.SIZE + 1, 0);
		NamedRecord record = steady(file);
		if (!record.isRecord() && !NamedRecord.isIncomplete(content)) {
			return new LockInspection(this.id, LockState.MALFORMED, holders);
		}
		if (!locked) {
			this.directory.unwatch(this.id.path());
			return free();
		}
		if (RecordedHolders.areNeeded(this.runtime)) {
			return recorded(file, record);
		}
		return isByHolder(record, holders) ? held(record, holders) : unrecorded(file, record, holders);
	}

	/**
	 * Reads the record until two reads agree about the hold, so that what is read of it
	 * is of one hold. A holder changes its record for less than a microsecond.
	 */
	private static NamedRecord steady(OpenLockFile file) {
		NamedRecord record = NamedRecord.copyOf(file);
		long token;
		long since;
		int reads = 0;
		do {
			token = record.token();
			since = record.since();
			record.read();
			reads++;
		}
		while ((record.token() != token || record.since() != since) && reads < 1000);
		return record;
	}

	/**
	 * Returns whether the record may be of a holder. A holder may have died with its
	 * record, and another program have the file locked since, also one with the same
	 * process number.
	 */
	private boolean isByHolder(NamedRecord record, List<LockHolder> holders) {
		return record.since() != 0
				&& (holders.isEmpty() || holders.stream().anyMatch((holder) -> mayHaveWritten(record, holder)));
	}

	/** Numbers of another pid namespace mean nothing here. */
	private boolean mayHaveWritten(NamedRecord record, LockHolder holder) {
		boolean here = record.pidNamespace() == this.runtime.platform().processes().self().pidNamespace();
		return (!here || holder.pid() == record.pid()) && this.directory.isUsedBy(holder.pid(), here);
	}

	/**
	 * Where the system hides who has the file locked, no holder is stalled. Nor is one
	 * whose child has the lock too: the child goes on and would not notice a break.
	 */
	private LockInspection held(NamedRecord record, List<LockHolder> named) {
		boolean old = NamedTimes.isStalled(record);
		List<LockHolder> holders = old ? withChildren(named) : named;
		boolean stalled = old && !holders.isEmpty()
				&& holders.stream().allMatch((holder) -> mayHaveWritten(record, holder));
		return new LockInspection(this.id, stalled ? LockState.STALLED : LockState.HELD, holders,
				Duration.ofNanos(NamedTimes.ageNanos(record)), record.token(), FencingToken.instant(record.since()),
				stalled && canBreak());
	}

	private List<LockHolder> withChildren(List<LockHolder> named) {
		List<LockHolder> keepers = finder().keepers(this.id.path());
		return keepers.isEmpty() ? named : keepers;
	}

	/**
	 * Returns what a holder without a record means. A process of Latchkey is about to
	 * write one, unless it was stopped, or has inherited the lock of another program;
	 * another program never writes one, and is never broken.
	 */
	private LockInspection unrecorded(OpenLockFile file, NamedRecord record, List<LockHolder> holders) {
		if (holders.isEmpty() || !holders.stream().allMatch((holder) -> this.directory.isUsedBy(holder.pid(), false))) {
			return new LockInspection(this.id, LockState.HELD, holders);
		}
		Duration age = this.directory.watched(this.id.path(), file.inode(), record.token());
		boolean stopped = holders.stream()
			.allMatch((holder) -> this.runtime.platform().processes().isStopped(holder.pid()));
		return new LockInspection(this.id, LockState.ACQUIRING, holders, age, null, null,
				stopped && age.compareTo(this.staleAfter) >= 0 && canBreak());
	}

	/** A break removes the file that the stalled holder has open. */
	private boolean canBreak() {
		return this.runtime.platform().traits().has(PlatformFeature.MOVABLE_OPEN_FILES);
	}

	/**
	 * Inspects a locked file where the system does not tell which process has it locked.
	 * A process of Latchkey is without a record for microseconds, so a file that stays
	 * locked without one is locked by another program. So it may be beside the record of
	 * a holder that lives, too, which is therefore never broken.
	 */
	private LockInspection recorded(OpenLockFile file, NamedRecord record) {
		for (int i = 0; i < TRANSITION_LOOKS && record.since() == 0; i++) {
			LockSupport.parkNanos(this, TRANSITION_PAUSE_NANOS);
			if (!file.isLocked()) {
				return free();
			}
			record.read();
		}
		List<LockHolder> holders = recordedHolders(record);
		if (holders.isEmpty()) {
			return new LockInspection(this.id, LockState.HELD, holders);
		}
		return new LockInspection(this.id, NamedTimes.isStalled(record) ? LockState.STALLED : LockState.HELD, holders,
				Duration.ofNanos(NamedTimes.ageNanos(record)), record.token(), FencingToken.instant(record.since()),
				false);
	}

	private List<LockHolder> recordedHolders(NamedRecord record) {
		boolean here = record.since() != 0
				&& record.pidNamespace() == this.runtime.platform().processes().self().pidNamespace();
		return here
				? RecordedHolders.of(this.runtime, record.pid(), this.id.path(), FencingToken.instant(record.since()))
				: List.of();
	}

	/**
	 * Returns before which time the lock shall not be acquired by those that ask for such
	 * a time.
	 * @return the time, 1970 if there is none
	 */
	Instant notBefore() {
		try (OpenLockFile file = OpenLockFile.openToLook(this.runtime, NativePath.of(this.id.path()))) {
			NamedRecord record = (file != null) ? steady(file) : null;
			return FencingToken
				.instant((record != null && record.isRecord()) ? FencingToken.plausible(record.notBefore()) : 0);
		}
	}

}

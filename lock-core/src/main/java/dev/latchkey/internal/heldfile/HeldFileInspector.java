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

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockInspection;
import dev.latchkey.LockState;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.ephemeral.EphemeralFiles;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.holders.LockInspector;
import dev.latchkey.internal.holders.RecordedHolders;
import dev.latchkey.internal.lockfile.OpenLockFile;
import dev.latchkey.internal.platform.PlatformFeature;

/**
 * Inspects one held file lock.
 */
final class HeldFileInspector extends LockInspector {

	private final LockRuntime runtime;

	private final EphemeralFiles files;

	private final LockId id;

	private final Path path;

	private final Duration staleAfter;

	/**
	 * Creates an inspector.
	 * @param files the files of the lock and others
	 * @param id the lock
	 * @param staleAfter after which time a holder that takes no flock counts as dead
	 * @param finder finds the processes that have a file locked, or {@code null} to ask
	 * the kernel for each inspection
	 */
	HeldFileInspector(EphemeralFiles files, LockId id, Duration staleAfter, @Nullable LockHolders finder) {
		super(files.runtime(), id, finder);
		this.runtime = files.runtime();
		this.files = files;
		this.id = id;
		this.path = id.path();
		this.staleAfter = staleAfter;
	}

	@Override
	public LockInspection inspect(OpenLockFile file) {
		boolean locked = file.isLocked();
		boolean confirmed = !RecordedHolders.areNeeded(this.runtime);
		String content = text(file.read(HeldRecord.LONGEST + 1, 0));
		HeldRecord record = HeldRecord.parse(content);
		List<LockHolder> holders = confirmed ? holders(locked) : recordedHolders(file, locked, record);
		if (!isLockFile(content, record)) {
			return new LockInspection(this.id, LockState.MALFORMED, holders);
		}
		Duration age = age(file);
		if (locked && !confirmed && holders.isEmpty()) {
			return new LockInspection(this.id, LockState.HELD, holders);
		}
		LockState state = locked ? lockedState(record, holders, age) : unlockedState(record, age);
		return new LockInspection(this.id, state, holders.isEmpty() ? selfReported(state, record) : holders, age,
				(record != null) ? record.token() : null, (record != null) ? record.time() : null,
				state == LockState.STALE || (state == LockState.STALLED && confirmed && canBreak()));
	}

	/** The stalled holder has the file open. */
	private boolean canBreak() {
		return this.runtime.platform().traits().has(PlatformFeature.MOVABLE_OPEN_FILES);
	}

	/**
	 * Returns the holder that the record names, where the system tells none. The file may
	 * be locked by another program after its holder has left it behind, so it is reported
	 * and not broken.
	 */
	private List<LockHolder> recordedHolders(OpenLockFile file, boolean locked, @Nullable HeldRecord record) {
		if (!locked || record == null || !record.isFlocked()) {
			return List.of();
		}
		Instant time = record.time();
		return (time != null) ? RecordedHolders.of(this.runtime, record.pid(), this.path, time)
				: RecordedHolders.of(this.runtime, record.pid(), file);
	}

	/** Only a holder that touches its file can be seen to have stopped doing so. */
	private LockState lockedState(@Nullable HeldRecord record, List<LockHolder> holders, Duration age) {
		boolean stalled = record != null && record.isFlocked() && mayBeHeldBy(record, holders)
				&& isStalled(record, age);
		return stalled ? LockState.STALLED : LockState.HELD;
	}

	/**
	 * Returns whether a holder may have written the record. Another program may have
	 * locked a file that its holder left behind. Numbers of another pid namespace mean
	 * nothing here.
	 */
	private boolean mayBeHeldBy(HeldRecord record, List<LockHolder> holders) {
		return holders.isEmpty() || !record.isOfPidNamespace(this.runtime.platform().processes().self().pidNamespace())
				|| holders.stream().anyMatch((holder) -> holder.pid() == record.pid());
	}

	private LockState unlockedState(@Nullable HeldRecord record, Duration age) {
		boolean stale = isStale(record, age) || (record != null && isDead(record));
		return stale ? LockState.STALE : LockState.UNVERIFIED;
	}

	private List<LockHolder> selfReported(LockState state, @Nullable HeldRecord record) {
		if (record == null) {
			return List.of();
		}
		boolean here = state == LockState.UNVERIFIED && !record.isFlocked();
		return List.of(here ? LockHolders.selfReported(this.runtime, record.pid()) : LockHolders.unseen(record.pid()));
	}

	static String text(byte[] content) {
		return new String(content, StandardCharsets.UTF_8);
	}

	/**
	 * Tells a record, or the beginning of one, from the files of others.
	 */
	static boolean isLockFile(String content, @Nullable HeldRecord record) {
		return record != null || (content.length() <= HeldRecord.LONGEST && HeldRecord.isBeginning(content));
	}

	/**
	 * Returns whether the holder of a file that is not locked is known to be dead.
	 */
	boolean isDead(HeldRecord record) {
		return record.isKnownToKernel(this.runtime.platform().processes().self().bootId())
				&& this.runtime.directories().isLocal(this.path.getParent());
	}

	/**
	 * Returns whether a holder that has its file locked has not touched it for its own
	 * stale-after, which it has chosen with its heartbeat.
	 */
	static boolean isStalled(HeldRecord record, Duration age) {
		return age.compareTo(record.staleAfter()) >= 0;
	}

	/**
	 * Returns whether a file that is not locked was not touched for so long that its
	 * holder counts as dead.
	 */
	boolean isStale(@Nullable HeldRecord record, Duration age) {
		return (record != null && record.isFlocked()) ? isStalled(record, age) : age.compareTo(this.staleAfter) >= 0;
	}

	private Duration age(OpenLockFile file) {
		return this.files.age(this.path, file);
	}

}

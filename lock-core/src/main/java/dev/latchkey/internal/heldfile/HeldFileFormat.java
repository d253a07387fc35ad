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

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockInspection;
import dev.latchkey.LockOptions;
import dev.latchkey.internal.ephemeral.EphemeralFiles;
import dev.latchkey.internal.ephemeral.LockFileFormat;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.lockfile.OpenLockFile;

/**
 * Writes and judges the records of held file locks.
 */
final class HeldFileFormat implements LockFileFormat<HeldFileHold> {

	private final EphemeralFiles files;

	private final LockId id;

	private final LockOptions options;

	private final @Nullable Instant notBefore;

	private final HeldFileInspector view;

	HeldFileFormat(EphemeralFiles files, LockId id, LockOptions options, @Nullable Instant notBefore) {
		this.files = files;
		this.id = id;
		this.options = options;
		this.notBefore = notBefore;
		this.view = new HeldFileInspector(files, id, options.staleAfter(), null);
	}

	@Override
	public int longest() {
		return HeldRecord.LONGEST;
	}

	@Override
	public @Nullable Instant notBefore() {
		return this.notBefore;
	}

	@Override
	public byte[] content(long token) {
		return HeldRecord.format(this.files.runtime().platform().processes().self(), UUID.randomUUID(), Instant.now(),
				token, this.options.staleAfter());
	}

	/** A program without flock does not lock, so it is not the holder who does. */
	@Override
	public boolean isLockedByHolder(byte[] content) {
		String text = HeldFileInspector.text(content);
		HeldRecord record = HeldRecord.parse(text);
		if (!HeldFileInspector.isLockFile(text, record)) {
			throw new LockFileException(this.id.path(), "exists and is not a lock file", 0,
					"It is left alone: choose another path for the lock, or move the file away");
		}
		return record != null && record.isFlocked();
	}

	@Override
	public boolean isStalled(byte[] content, Supplier<Duration> age) {
		HeldRecord record = HeldRecord.parse(HeldFileInspector.text(content));
		return record != null && HeldFileInspector.isStalled(record, age.get());
	}

	@Override
	public Judgement judge(byte[] content, Supplier<Duration> age) {
		HeldRecord record = HeldRecord.parse(HeldFileInspector.text(content));
		if (record != null && this.view.isDead(record)) {
			return Judgement.DEAD;
		}
		return this.view.isStale(record, age.get()) ? Judgement.STALE : Judgement.ALIVE;
	}

	@Override
	public OptionalLong named(byte[] content) {
		HeldRecord record = HeldRecord.parse(HeldFileInspector.text(content));
		return (record != null) ? OptionalLong.of(record.pid()) : OptionalLong.empty();
	}

	@Override
	public List<LockHolder> holders(LockHolders finder) {
		LockInspection found = new HeldFileInspector(this.files, this.id, this.options.staleAfter(), finder).inspect();
		return found.isHeld() ? found.holders() : List.of();
	}

	@Override
	public HeldFileHold hold(long token, OpenLockFile file) {
		return new HeldFileHold(this.files, this.id, token, this.options.heartbeatInterval(), file);
	}

}

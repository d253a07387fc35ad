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

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.LockId;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.lockfile.IdleFiles;
import dev.latchkey.internal.lockfile.OpenLockFile;
import dev.latchkey.internal.lockfile.PersistentLockFile;

/**
 * The file of one named lock, and its record while the file is open.
 *
 * <p>
 * Used by one attempt or hold at a time, and kept open between them. The record is copied
 * when a file is used for the first time, and mapped when it is used again: most keys are
 * used once.
 */
final class NamedLockFile extends PersistentLockFile implements IdleFiles.LockFiles {

	private final NamedDirectory directory;

	private final LockId id;

	/** The open file that the record is of. */
	private @Nullable OpenLockFile open;

	private @Nullable NamedRecord record;

	private boolean mapped;

	private long token;

	NamedLockFile(LockRuntime runtime, NamedDirectory directory, LockId id) {
		super(runtime, id.path());
		this.directory = directory;
		this.id = id;
		checkingLinkCount();
	}

	@Override
	public LockId id() {
		return this.id;
	}

	@Override
	public Object key() {
		return this.id.name();
	}

	/**
	 * Reads the record of the file, which is locked, and was just seen to have its name.
	 * A file without one gets one.
	 * @return the record
	 * @throws LockFileException if the file has another content
	 */
	NamedRecord lockedRecord() {
		OpenLockFile file = descriptor();
		if (file.foundSize() < NamedRecord.SIZE) {
			writeUnused(file);
		}
		NamedRecord record = record(file);
		record.read();
		if (!record.isRecord()) {
			writeUnused(file);
			record.read();
		}
		return record;
	}

	private void writeUnused(OpenLockFile file) {
		byte[] content = file.read(NamedRecord.SIZE + 1, 0);
		if (!NamedRecord.isIncomplete(content)) {
			throw new LockFileException(this.id.path(), "exists and is not a lock file", 0,
					"It is left alone: choose another name for the lock, or move the file away");
		}
		// The floor is read now that the file is locked: a sweep may have raised it
		// before.
		long known = Math.max(this.token, NamedRecord.incompleteToken(content));
		NamedRecord.complete(file, Math.max(this.directory.floor(), known));
		this.directory.sweep().made(String.valueOf(this.id.path().getFileName()));
	}

	private NamedRecord record(OpenLockFile file) {
		NamedRecord record = this.record;
		if (record != null && this.open == file && (this.mapped || !this.directory.isMappable())) {
			return record;
		}
		boolean again = record != null && this.open == file;
		closeRecord();
		MappedBytes mapping = again ? MappedBytes.of(file) : null;
		record = new NamedRecord((mapping != null) ? mapping : new CopiedBytes(file));
		this.mapped = mapping != null;
		this.record = record;
		this.open = file;
		return record;
	}

	/**
	 * Returns the record of the file, which this process has not locked, as it is now.
	 * @return the record; one that the file does not have reads as zeros
	 */
	NamedRecord foreignRecord() {
		OpenLockFile file = descriptor();
		NamedRecord known = (this.open == file) ? heldRecord() : null;
		NamedRecord record = (known != null) ? known : new NamedRecord(new CopiedBytes(file));
		record.read();
		return record;
	}

	/**
	 * Returns the record of the file while it is held. A file that was cut off has none,
	 * and is locked as before: a store into what is mapped of it would fail.
	 * @return the record, or {@code null} if there was none in the last 10 milliseconds
	 */
	@Nullable NamedRecord heldRecord() {
		return (descriptor().recentSize() >= NamedRecord.SIZE) ? this.record : null;
	}

	/**
	 * Returns the greatest fencing token that this process has seen of the lock.
	 * @return the token, or 0 if it has seen none
	 */
	long token() {
		return this.token;
	}

	/**
	 * Remembers a fencing token.
	 * @param token the token of a hold of this process
	 */
	void token(long token) {
		this.token = token;
	}

	@Override
	public void release() {
		try {
			closeRecord();
		}
		finally {
			super.release();
		}
	}

	@Override
	public void close() {
		try {
			closeRecord();
		}
		finally {
			super.close();
		}
	}

	private void closeRecord() {
		NamedRecord record = this.record;
		if (record != null) {
			this.record = null;
			this.open = null;
			this.mapped = false;
			record.close();
		}
	}

}

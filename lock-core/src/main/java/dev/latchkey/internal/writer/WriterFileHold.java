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

package dev.latchkey.internal.writer;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockId;
import dev.latchkey.LockLostException;
import dev.latchkey.WriterHold;
import dev.latchkey.internal.ephemeral.EphemeralFiles;
import dev.latchkey.internal.ephemeral.EphemeralHold;
import dev.latchkey.internal.lockfile.OpenLockFile;
import dev.latchkey.internal.writer.WriterLockRecord.Valid;

/**
 * A writer lock that we hold.
 */
final class WriterFileHold extends EphemeralHold implements WriterHold {

	private final WriterLockRecord first;

	WriterFileHold(EphemeralFiles files, LockId id, long token, Duration refresh, OpenLockFile file,
			WriterLockRecord first) {
		super(files, id, token, refresh, file);
		this.first = first;
	}

	@Override
	public UUID writerId() {
		return this.first.writerId();
	}

	@Override
	public boolean isValid() {
		try {
			requireHeld();
			return true;
		}
		catch (LockLostException ex) {
			return false;
		}
	}

	/**
	 * Programs without flock may write their record into our file.
	 */
	@Override
	protected @Nullable Path lostName() {
		Path lost = super.lostName();
		return (lost == null && !hasOurRecord()) ? id().path() : lost;
	}

	private boolean hasOurRecord() {
		return WriterLockRecord.decode(file().read(WriterLockRecord.SIZE + 1, 0)) instanceof Valid valid
				&& valid.content().writerId().equals(writerId());
	}

	/**
	 * Peers on other machines, and in other pid namespaces, know us by the time only.
	 */
	@Override
	protected void beat() {
		file().write(new WriterLockRecord(this.first.pid(), this.first.host(), WriterLockRecord.nanos(Instant.now()),
				writerId())
			.encode(), 0);
	}

}

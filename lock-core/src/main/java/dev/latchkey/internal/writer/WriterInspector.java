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

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.latchkey.LockFileException;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockInspection;
import dev.latchkey.LockState;
import dev.latchkey.internal.ephemeral.EphemeralFiles;
import dev.latchkey.internal.ephemeral.LockFileFormat.Judgement;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.holders.LockInspector;
import dev.latchkey.internal.lockfile.OpenLockFile;
import dev.latchkey.internal.writer.WriterLockRecord.Valid;

/**
 * Inspects a writer lock.
 */
final class WriterInspector extends LockInspector {

	private final EphemeralFiles files;

	private final LockId id;

	private final WriterFormat format;

	WriterInspector(EphemeralFiles files, LockId id, WriterFormat format) {
		super(files.runtime(), id, null);
		this.files = files;
		this.id = id;
		this.format = format;
	}

	@Override
	public LockInspection inspect(OpenLockFile file) {
		byte[] content = file.read(this.format.longest() + 1, 0);
		return inspection(file.isLocked() ? LockState.HELD : judge(content, file), content);
	}

	private LockState judge(byte[] content, OpenLockFile file) {
		try {
			return (this.format.judge(content, () -> this.files.age(this.id.path(), file)) == Judgement.ALIVE)
					? LockState.UNVERIFIED : LockState.STALE;
		}
		catch (LockFileException ex) {
			return LockState.MALFORMED;
		}
	}

	private LockInspection inspection(LockState state, byte[] content) {
		List<LockHolder> holders = switch (state) {
			case HELD, UNVERIFIED -> this.format.holders(finder());
			case STALE -> this.format.named(content).stream().mapToObj(LockHolders::unseen).toList();
			default -> List.of();
		};
		Duration age = (WriterLockRecord.decode(content) instanceof Valid valid)
				? Duration.between(valid.content().time(), Instant.now()) : null;
		return new LockInspection(this.id, state, holders, age, null, null, false);
	}

}

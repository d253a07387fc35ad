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

import dev.latchkey.LockId;
import dev.latchkey.LockInspection;
import dev.latchkey.LockOptions;
import dev.latchkey.WriterHold;
import dev.latchkey.internal.acquire.FileLock;
import dev.latchkey.internal.acquire.LockAcquirer;
import dev.latchkey.internal.ephemeral.EphemeralFiles;
import dev.latchkey.internal.ephemeral.EphemeralProtocol;

/**
 * The lock of a data file.
 */
public final class WriterLock extends FileLock<WriterHold> {

	private final EphemeralFiles files;

	private final LockId id;

	private final LockOptions options;

	WriterLock(EphemeralFiles files, LockId id, LockOptions options) {
		this.files = files;
		this.id = id;
		this.options = options;
	}

	@Override
	protected LockAcquirer<WriterHold> acquirer() {
		return new LockAcquirer<>(this.files.runtime(), new EphemeralProtocol<>(this.files, this.id, format()),
				this.options.tier());
	}

	private WriterFormat format() {
		return new WriterFormat(this.files, this.id, this.options);
	}

	@Override
	public LockId id() {
		return this.id;
	}

	@Override
	public LockInspection inspect() {
		return new WriterInspector(this.files, this.id, format()).inspect();
	}

	@Override
	public WriterLock with(LockOptions other) {
		return new WriterLock(this.files, this.id, other);
	}

}

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

package dev.latchkey.internal.pack;

import dev.latchkey.LockId;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.lockfile.IdleFiles;
import dev.latchkey.internal.lockfile.PersistentLockFile;

/**
 * The open file of a lock, and its turnstile. Used by one attempt or hold at a time, and
 * kept open between them.
 */
final class PackFiles implements IdleFiles.LockFiles {

	private final LockId id;

	private final PersistentLockFile file;

	private final Turnstile turnstile;

	PackFiles(LockRuntime runtime, LockId id) {
		this.id = id;
		this.file = PersistentLockFile.inExistingDirectory(runtime, id.path()).checkingLinkCount();
		this.turnstile = new Turnstile(runtime, id.path());
	}

	@Override
	public LockId id() {
		return this.id;
	}

	PersistentLockFile file() {
		return this.file;
	}

	Turnstile turnstile() {
		return this.turnstile;
	}

	@Override
	public void release() {
		this.file.release();
	}

	@Override
	public void close() {
		this.file.close();
	}

}

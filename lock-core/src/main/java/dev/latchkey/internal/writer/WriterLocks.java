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

import dev.latchkey.LockFileException;
import dev.latchkey.LockId;
import dev.latchkey.LockOptions;
import dev.latchkey.LockType;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.ephemeral.EphemeralFiles;

/**
 * Locks of which a data file has one: who holds it is the only one that writes the file.
 * The lock's file is {@code <file>.lock}, beside the file that the path leads to in the
 * end, so it does not matter whether it is named directly or through a symbolic link. The
 * data file need not exist, and is not touched.
 *
 * <p>
 * A living holder of this machine is never taken over, however old its record is; a dead
 * one's lock is free at once. Beside programs that take no flock, and on other machines,
 * time decides: see {@link LockOptions}. {@code <file>.lock.token} stays, and counts the
 * fencing tokens.
 *
 * <p>
 * All methods throw {@link LockFileException} if the system refuses what they need, or if
 * what is at the lock's path is not a writer lock; it is left alone then.
 */
public final class WriterLocks {

	private final LockOptions options;

	private final EphemeralFiles files;

	/**
	 * Creates locks.
	 * @param runtime the runtime
	 * @param options the times
	 */
	public WriterLocks(LockRuntime runtime, LockOptions options) {
		this.options = options;
		this.files = EphemeralFiles.openedAnew(runtime, ".token");
	}

	/**
	 * Returns the lock of a data file.
	 * @param file the data file; its directory is made if it is missing. Links are
	 * followed now
	 * @return the lock
	 */
	public WriterLock lock(Path file) {
		Path target = WriterTarget.of(file);
		String name = String.valueOf(target.getFileName());
		return new WriterLock(this.files, new LockId(LockType.WRITER, name, target.resolveSibling(name + ".lock")),
				this.options);
	}

}

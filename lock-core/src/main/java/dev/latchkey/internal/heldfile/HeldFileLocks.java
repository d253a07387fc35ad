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

import java.nio.file.Path;

import dev.latchkey.LockFileException;
import dev.latchkey.LockId;
import dev.latchkey.LockOptions;
import dev.latchkey.LockType;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.ephemeral.EphemeralFiles;
import dev.latchkey.internal.lockfile.LockPaths;

/**
 * Locks whose file exists exactly while they are held. At most one process of the machine
 * holds the lock of a path, and within it one hold; when that process ends, however that
 * happens, the next one gets the lock at once. A living holder is never taken over,
 * however slow it is.
 *
 * <p>
 * Beside the file there is {@code <path>.token}, which stays: it counts the fencing
 * tokens. Both may be used by programs that speak the plain protocol.
 *
 * <p>
 * All methods throw {@link LockFileException} if the system refuses what they need, or if
 * what is at the path is not a lock file; it is left alone then.
 */
public final class HeldFileLocks implements AutoCloseable {

	private final LockOptions options;

	private final EphemeralFiles files;

	/**
	 * Creates locks.
	 * @param runtime the runtime
	 * @param options the times
	 */
	public HeldFileLocks(LockRuntime runtime, LockOptions options) {
		this.options = options;
		this.files = EphemeralFiles.keptOpen(runtime, ".token");
	}

	/**
	 * Returns the times.
	 * @return the times
	 */
	public LockOptions options() {
		return this.options;
	}

	/**
	 * Returns the lock of a file.
	 * @param path the lock's file; its directory is made if it is missing
	 * @return the lock
	 */
	public HeldFileLock lock(Path path) {
		Path absolute = LockPaths.absolute(path);
		Path name = absolute.getFileName();
		return new HeldFileLock(this.files,
				new LockId(LockType.HELD_FILE, (name != null) ? name.toString() : "", absolute), this.options);
	}

	/**
	 * Closes the files that are kept open for the next acquisition. Locks that are held
	 * stay held, and waits go on. The locks may still be used, but no files are kept open
	 * any more.
	 */
	@Override
	public void close() {
		this.files.close();
	}

}

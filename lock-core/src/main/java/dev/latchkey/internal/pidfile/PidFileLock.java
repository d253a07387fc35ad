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

package dev.latchkey.internal.pidfile;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import dev.latchkey.AlreadyRunningException;
import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockInspection;
import dev.latchkey.LockOptions;
import dev.latchkey.LockType;
import dev.latchkey.PidFile;
import dev.latchkey.internal.acquire.FileLock;
import dev.latchkey.internal.acquire.LockAcquirer;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.ephemeral.EphemeralFiles;
import dev.latchkey.internal.ephemeral.EphemeralProtocol;
import dev.latchkey.internal.lockfile.LockPaths;
import dev.latchkey.internal.lockfile.OpenLockFile;

/**
 * The lock that a pid file is.
 */
public final class PidFileLock extends FileLock<LockHold> implements PidFile {

	private static final int CLAIM_TRIES = 10;

	private final LockRuntime runtime;

	private final EphemeralFiles files;

	private final LockId id;

	private final LockOptions options;

	/**
	 * Creates a lock. Nothing is touched.
	 * @param runtime the runtime
	 * @param path the file
	 * @param options the options, of which the tier matters
	 */
	public PidFileLock(LockRuntime runtime, Path path, LockOptions options) {
		Path absolute = LockPaths.absolute(path);
		this.runtime = runtime;
		this.files = EphemeralFiles.openedAnew(runtime, ".lock");
		this.id = new LockId(LockType.PID_FILE, String.valueOf(absolute.getFileName()), absolute);
		this.options = options;
	}

	/**
	 * Creates a lock with the default options.
	 * @param runtime the runtime
	 * @param path the file
	 */
	public PidFileLock(LockRuntime runtime, Path path) {
		this(runtime, path, LockOptions.defaults());
	}

	/**
	 * Returns what a pid file is within.
	 * @param file the pid file
	 * @return the lock
	 * @throws IllegalArgumentException if it does not come from this library
	 */
	public static PidFileLock of(PidFile file) {
		if (file instanceof PidFileLock lock) {
			return lock;
		}
		throw new IllegalArgumentException("Only a pid file of Latchkey.pidFile can be used, not " + file);
	}

	@Override
	protected LockAcquirer<LockHold> acquirer() {
		return new LockAcquirer<>(this.runtime, new EphemeralProtocol<>(this.files, this.id, format()),
				this.options.tier());
	}

	private PidFileFormat format() {
		return new PidFileFormat(this.files, this.id);
	}

	@Override
	public LockId id() {
		return this.id;
	}

	/**
	 * Returns the file.
	 * @return the path, absolute
	 */
	public Path path() {
		return this.id.path();
	}

	@Override
	public LockHold claim() {
		List<LockHolder> holders = List.of();
		// A holder that is gone when it shall be named has left the file free.
		for (int tries = 0; tries < CLAIM_TRIES && holders.isEmpty(); tries++) {
			Optional<LockHold> hold = tryAcquire();
			if (hold.isPresent()) {
				return hold.get();
			}
			holders = holders();
		}
		throw new AlreadyRunningException(path(), holders);
	}

	@Override
	public LockInspection inspect() {
		return status().inspection(this.id);
	}

	@Override
	public PidFileLock with(LockOptions other) {
		return new PidFileLock(this.runtime, path(), other);
	}

	/**
	 * Inspects the file. Nothing is changed.
	 * @return whether a process has it, and which
	 */
	public PidFileInspection status() {
		return new PidFileInspector(this.files, this.id, format()).status();
	}

	/**
	 * Returns the runtime.
	 * @return the runtime
	 */
	public LockRuntime runtime() {
		return this.runtime;
	}

	/**
	 * Removes the file if a process has left it.
	 * @param pid the process, which is dead
	 */
	public void clean(long pid) {
		this.files.removeIf(this.id, (file) -> isLeftBy(pid, file), Boolean::booleanValue);
	}

	private static boolean isLeftBy(long pid, OpenLockFile file) {
		return !file.isLocked() && PidFileContent.read(file).pid() == pid;
	}

}

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

package dev.latchkey.daemon;

import java.nio.file.Path;
import java.util.Optional;

import dev.latchkey.LockFileException;
import dev.latchkey.PidFile;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.lockfile.AtomicFile;
import dev.latchkey.internal.lockfile.LockPaths;
import dev.latchkey.internal.pidfile.PidFileLock;

/**
 * The file in which a daemon reports its state: JSON, replaced as a whole each time. It
 * needs {@code tools.jackson.core:jackson-core} on the class path.
 *
 * @since 0.1
 */
public final class DaemonStateFile {

	private static final String SUFFIX = "-state.json";

	private static final String PID_SUFFIX = ".pid";

	/** More than any state has. */
	private static final int LONGEST = 1 << 20;

	private final Path path;

	private final AtomicFile file;

	/**
	 * Names a state file. Nothing is touched.
	 * @param runtime the runtime
	 * @param path the file
	 */
	DaemonStateFile(LockRuntime runtime, Path path) {
		this.path = LockPaths.absolute(path);
		this.file = new AtomicFile(runtime, this.path);
	}

	/**
	 * Names the state file that belongs to a pid file: {@code daemon-state.json} beside
	 * {@code daemon.pid}.
	 * @param pidFile the pid file
	 * @return the state file beside it
	 */
	public static DaemonStateFile beside(PidFile pidFile) {
		PidFileLock lock = PidFileLock.of(pidFile);
		String name = String.valueOf(lock.path().getFileName());
		String stem = name.endsWith(PID_SUFFIX) ? name.substring(0, name.length() - PID_SUFFIX.length()) : name;
		return new DaemonStateFile(lock.runtime(), lock.path().resolveSibling(stem + SUFFIX));
	}

	/**
	 * Returns the file.
	 * @return the path, absolute
	 */
	public Path path() {
		return this.path;
	}

	/**
	 * Reads the last reported state. It may be dead by now: ask the {@link PidFile}.
	 * @return the state, or empty if there is no file
	 * @throws LockFileException if the file cannot be read, or is not a state
	 */
	public Optional<DaemonState> read() {
		byte[] content = this.file.read(LONGEST);
		try {
			return (content != null) ? Optional.of(DaemonStateJson.read(content)) : Optional.empty();
		}
		catch (IllegalArgumentException ex) {
			throw new LockFileException(this.path, "is not the state of a daemon: " + ex.getMessage(), 0,
					"Move it away; the daemon writes it anew at its next tick");
		}
	}

	/**
	 * Writes another state, which is on the storage when this returns.
	 * @param state the state
	 * @throws LockFileException if it cannot be written; the state before stays then
	 */
	public void write(DaemonState state) {
		this.file.write(DaemonStateJson.write(state));
	}

	/**
	 * Removes the file, if it is there.
	 * @throws LockFileException if it cannot be removed
	 */
	public void remove() {
		this.file.remove();
	}

}

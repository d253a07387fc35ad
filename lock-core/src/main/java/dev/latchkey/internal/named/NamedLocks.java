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

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.LockId;
import dev.latchkey.LockOptions;
import dev.latchkey.LockType;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.holders.RecordedHolders;
import dev.latchkey.internal.lockfile.IdleFiles;
import dev.latchkey.internal.lockfile.LockFileNames;
import dev.latchkey.internal.lockfile.LockFileReader;
import dev.latchkey.internal.lockfile.LockPaths;
import dev.latchkey.internal.lockfile.NameCase;
import dev.latchkey.internal.platform.FileStatus;
import dev.latchkey.internal.platform.NativePath;

/**
 * Locks with names, in one directory. At most one process of the machine holds the lock
 * of a name, and within it one hold; when that process ends, however that happens, the
 * next one gets the lock at once. A living holder keeps it, however slow it is.
 *
 * <p>
 * The file of a lock is {@code <name>[.<key>].flock}, with both parts escaped. It stays
 * when the lock is released. Any program that takes an exclusive flock(2) on it takes
 * part: {@code flock <directory>/backup.flock ./backup.sh} runs while no process holds
 * the lock {@code backup}. The file of {@code a.b} is {@code a%2Eb.flock}.
 */
public final class NamedLocks implements AutoCloseable {

	/** How the names of lock files end. */
	public static final String SUFFIX = ".flock";

	/** For how long a key must not have been used before its file may be removed. */
	public static final Duration DEFAULT_SWEEP_AFTER = Duration.ofMinutes(10);

	private final LockOptions options;

	private final Shared shared;

	/**
	 * Creates locks.
	 * @param runtime the runtime
	 * @param directory the directory; an acquisition makes it if it is missing
	 * @param options the times
	 */
	public NamedLocks(LockRuntime runtime, Path directory, LockOptions options) {
		this(runtime, directory, options, DEFAULT_SWEEP_AFTER);
	}

	/**
	 * Creates locks.
	 * @param runtime the runtime
	 * @param directory the directory; an acquisition makes it if it is missing
	 * @param options the times
	 * @param sweepAfter for how long a key must not have been used before its file may be
	 * removed; zero to keep all files. Files of names without a key stay
	 */
	public NamedLocks(LockRuntime runtime, Path directory, LockOptions options, Duration sweepAfter) {
		this.shared = new Shared(runtime, LockPaths.absolute(directory), sweepAfter);
		this.options = options;
	}

	/**
	 * Returns the lock of a name.
	 * @param name the name, any text but an empty one
	 * @return the lock, to be acquired as often as need be, by any thread
	 */
	public NamedLock lock(String name) {
		return lock(name, null);
	}

	/**
	 * Returns the lock of a name and a key.
	 * @param name the name, any text but an empty one
	 * @param key tells locks of that name apart, or {@code null} if the name does
	 * @return the lock, to be acquired as often as need be, by any thread
	 */
	public NamedLock lock(String name, @Nullable String key) {
		if (name.isEmpty()) {
			throw new IllegalArgumentException("A lock needs a name");
		}
		String unique = LockFileNames.of(name, key, this.shared.nameCase);
		LockId known = this.shared.idle.idOf(unique);
		return new NamedLock(this,
				(known != null) ? known : new LockId(LockType.NAMED, unique, this.shared.path.resolve(unique + SUFFIX)),
				this.options);
	}

	/**
	 * Returns the lock of a file, such as a listing of the directory shows it.
	 * @param file the file, in the directory of these locks
	 * @return the lock, to be acquired as often as need be, by any thread
	 * @throws IllegalArgumentException if it is in another directory, or does not end
	 * with {@value #SUFFIX}
	 */
	public NamedLock ofFile(Path file) {
		String fileName = String.valueOf(file.getFileName());
		if (!this.shared.path.equals(file.getParent()) || !fileName.endsWith(SUFFIX)) {
			throw new IllegalArgumentException(
					"'" + file + "' is no file of named locks in '" + this.shared.path + "'");
		}
		String unique = fileName.substring(0, fileName.length() - SUFFIX.length());
		return new NamedLock(this, new LockId(LockType.NAMED, unique, file), this.options);
	}

	/**
	 * Lists the locks whose files are locked. Where the kernel tells who holds files,
	 * none is opened, so a free lock costs no more than its name.
	 * @param table the kernel's answer about who holds files
	 * @return the locks, in no order. A lock that comes or goes meanwhile may be missing
	 * or be free
	 */
	public List<NamedLock> locked(LockHolders table) {
		List<NamedLock> locked = new ArrayList<>();
		this.shared.runtime.directories().list(NativePath.of(this.shared.path), (name, inode) -> {
			if (name.endsWith(SUFFIX) && mayBeLocked(name, inode, table)) {
				locked.add(ofFile(this.shared.path.resolve(name)));
			}
		}, new FileStatus());
		return locked;
	}

	private boolean mayBeLocked(String name, long inode, LockHolders table) {
		if (!RecordedHolders.areNeeded(this.shared.runtime)) {
			return table.mayBeLocked(inode) || table.isInherited(this.shared.path.resolve(name));
		}
		try {
			return LockFileReader.isLocked(this.shared.runtime, this.shared.path.resolve(name));
		}
		catch (LockFileException ex) {
			// Whether it is locked cannot be seen: its inspection tells why.
			return true;
		}
	}

	/**
	 * Returns the directory of the lock files.
	 * @return the directory, absolute
	 */
	public Path path() {
		return this.shared.path;
	}

	/**
	 * Closes the files that are kept open for the next acquisition. Locks that are held
	 * stay held, and waits go on. The locks may still be used, but no files are kept open
	 * any more.
	 */
	@Override
	public void close() {
		this.shared.close();
	}

	LockRuntime runtime() {
		return this.shared.runtime;
	}

	/**
	 * Returns the directory, opened.
	 * @return the directory
	 * @throws LockFileException if it cannot be used
	 */
	NamedDirectory directory() {
		return this.shared.directory.open();
	}

	/**
	 * Returns the directory for an inspection, which makes and needs nothing there.
	 * @return the directory, which may be missing
	 */
	NamedDirectory inspectedDirectory() {
		return this.shared.directory;
	}

	IdleFiles<NamedLockFile> idle() {
		return this.shared.idle;
	}

	/**
	 * What locks of one directory share, whatever their times are.
	 */
	private static final class Shared {

		/** A quarter of the mappings that Linux allows a process. */
		private static final int MOST_IDLE = 16_384;

		private final LockRuntime runtime;

		private final Path path;

		private final IdleFiles<NamedLockFile> idle;

		private final NamedDirectory directory;

		private final NameCase nameCase;

		Shared(LockRuntime runtime, Path path, Duration sweepAfter) {
			this.runtime = runtime;
			this.path = path;
			this.idle = new IdleFiles<>(runtime, MOST_IDLE);
			this.directory = new NamedDirectory(runtime, path, sweepAfter);
			this.nameCase = runtime.nameCase();
		}

		void close() {
			this.idle.close();
			this.directory.close();
		}

	}

}

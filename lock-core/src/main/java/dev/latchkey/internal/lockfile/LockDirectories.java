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

package dev.latchkey.internal.lockfile;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.FileStatus;
import dev.latchkey.internal.platform.FileSystemType;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platform.NativeStrings;

/**
 * Makes and checks the directories that lock files are in.
 */
public final class LockDirectories {

	private static final int STICKY = 01000;

	private static final int GROUP_WRITES = 0020;

	private static final int OTHERS_WRITE = 0002;

	private static final int GROUP = 0070;

	private static final Duration RECENT = Duration.ofMillis(10);

	private static final int MOST_KNOWN = 1024;

	private final FileCalls files;

	private final FileOpener opener;

	private final BiConsumer<Level, String> log;

	private final int user;

	private final boolean shared;

	private final boolean remoteAllowed;

	private final Set<Path> known = ConcurrentHashMap.newKeySet();

	/** Directories whose odd names have been reported. */
	private final Set<Path> odd = ConcurrentHashMap.newKeySet();

	public LockDirectories(FileCalls files, BiConsumer<Level, String> log, boolean shared, boolean remoteAllowed) {
		this.files = files;
		this.opener = new FileOpener(files);
		this.user = files.ownUser();
		this.log = log;
		this.shared = shared;
		this.remoteAllowed = remoteAllowed;
	}

	/**
	 * Does what {@link #require} does, unless it has been done for this directory.
	 * @param directory the directory, absolute
	 */
	public void ensure(@Nullable Path directory) {
		ensure(directory, true);
	}

	private void ensure(@Nullable Path directory, boolean make) {
		if (directory != null && !this.known.contains(directory)) {
			require(directory, make);
			if (this.known.size() >= MOST_KNOWN) {
				this.known.clear();
			}
			this.known.add(directory);
		}
	}

	/**
	 * Makes sure that a directory can hold lock files: it is made if it is missing, with
	 * all above it.
	 * @param directory the directory, absolute
	 * @throws LockFileException if it cannot be made, is something else, cannot be
	 * written, may be written by all users, or is on a filesystem that is not allowed
	 */
	public void require(@Nullable Path directory) {
		require(directory, true);
	}

	/**
	 * Does what {@link #require} does for a directory that is not ours to make, unless it
	 * has been done.
	 * @param directory the directory, absolute
	 * @throws LockFileException also if there is no such directory
	 */
	public void ensureExisting(Path directory) {
		ensure(directory, false);
	}

	/**
	 * Does what {@link #require} does for a directory that is not ours to make.
	 * @param directory the directory, absolute
	 * @throws LockFileException also if there is no such directory
	 */
	public void requireExisting(Path directory) {
		require(directory, false);
	}

	void require(@Nullable Path directory, boolean make) {
		if (directory == null) {
			return;
		}
		NativePath path = NativePath.of(directory);
		FileStatus status = new FileStatus();
		int result = this.files.identity(path, status);
		if (Errno.ENOENT.is(result) && !make) {
			throw new LockFileException(directory, "does not exist: " + Errno.describe(result), -result,
					"Check the path, or make the directory first; only its owner knows whether it should be there");
		}
		if (Errno.ENOENT.is(result)) {
			make(path);
			result = this.files.identity(path, status);
		}
		if (result < 0) {
			throw LockFailures.of(directory, "cannot be used as a lock directory", result);
		}
		requireSafe(directory, status);
		int mayWrite = this.files.mayWrite(path);
		if (Errno.EACCES.is(mayWrite) && isPrivate(status)) {
			throw new LockFileException(directory, "is for its owner only (permissions " + Integer.toOctalString(
					status.permissions()) + "), and this process runs as another user: " + Errno.describe(mayWrite),
					-mayWrite,
					(this.shared ? ""
							: "Use a directory of its own. If users of one group shall exclude each other, "
									+ "let all of them set Latchkey.Builder.shared(true); then: ")
							+ openToGroup(directory));
		}
		if (mayWrite < 0) {
			throw LockFailures.of(directory, "is a lock directory that cannot be written", mayWrite);
		}
		requireAllowed(directory, this.files.fileSystem(path));
	}

	/**
	 * Does what {@link #require} does for the directory that all lock files of an
	 * application are in: if locks are shared with a group, the group must be able to use
	 * it.
	 * @param directory the directory, absolute
	 * @throws LockFileException also if locks are shared and it is for its owner only
	 */
	public void requireShareable(Path directory) {
		require(directory, true);
		FileStatus status = new FileStatus();
		if (this.shared && this.files.identity(NativePath.of(directory), status) == 0 && isPrivate(status)) {
			throw new LockFileException(directory, "was made for its owner only (permissions "
					+ Integer.toOctalString(status.permissions()) + "), and its locks shall be shared", 0,
					openToGroup(directory));
		}
	}

	/**
	 * Returns for how long a look at a name stands for the next one. Where lock files may
	 * be on a network filesystem, which does not tell the link count as it is now, each
	 * look is for itself.
	 * @return nanoseconds, or 0
	 */
	public long recentNanos() {
		return this.remoteAllowed ? 0 : RECENT.toNanos();
	}

	private static boolean isPrivate(FileStatus status) {
		return (status.permissions() & GROUP) == 0;
	}

	private static String openToGroup(Path directory) {
		return "Let its owner open it to the group: chmod -R g+rwX '" + directory + "'; chmod g+s '" + directory + "'";
	}

	private void make(NativePath path) {
		Path parent = path.path().getParent();
		if (parent != null && this.files.identity(NativePath.of(parent), new FileStatus()) < 0) {
			make(NativePath.of(parent));
		}
		int made = this.files.makeDirectory(path, this.shared ? 02770 : 0700);
		if (Errno.ENOENT.is(made)) {
			throw new LockFileException(path.path(), "cannot be made as a lock directory: " + Errno.describe(made),
					-made, "Nothing can be created in " + parent + ": put the lock directory elsewhere");
		}
		if (made < 0 && !Errno.EEXIST.is(made)) {
			throw LockFailures.of(path.path(), "cannot be made as a lock directory", made);
		}
	}

	private void requireSafe(Path directory, FileStatus status) {
		if (status.isSymbolicLink()) {
			throw new LockFileException(directory, "is a symbolic link, and a lock directory must not be one", 0,
					"Name the directory that it leads to");
		}
		if (!status.isDirectory()) {
			throw new LockFileException(directory, "is a file, and a lock directory is needed there", 0,
					"Remove it, or put the lock directory elsewhere");
		}
		if ((status.permissions() & (OTHERS_WRITE | STICKY)) == OTHERS_WRITE) {
			throw new LockFileException(directory,
					"may be written by all users (permissions " + Integer.toOctalString(status.permissions())
							+ "), so all users could remove its locks",
					0,
					"Take that permission away (chmod o-w); for several users of one group set Latchkey.Builder.shared(true)");
		}
	}

	/**
	 * Makes sure that a lock file that was there before was not put there by somebody who
	 * may write to the directory, to have something written into another file or to
	 * decide what is read.
	 * @param file the lock file
	 * @param status what was seen of it
	 * @throws LockFileException if it may have been
	 */
	void requireOurs(NativePath file, FileStatus status) {
		boolean linked = status.links() > 1;
		boolean foreign = !this.shared && status.user() != 0 && status.user() != this.user;
		Path parent = file.path().getParent();
		FileStatus directory = new FileStatus();
		if ((!linked && !foreign) || parent == null || this.files.identity(NativePath.of(parent), directory) < 0) {
			return;
		}
		if (linked && (directory.permissions() & (GROUP_WRITES | OTHERS_WRITE)) != 0) {
			throw new LockFileException(file.path(),
					"has " + status.links()
							+ " names (hard links), so what is written into it would reach another file",
					0, "See who has linked it (find -samefile), and remove this name");
		}
		if (foreign && status.user() != directory.user() && (directory.permissions() & OTHERS_WRITE) != 0) {
			throw new LockFileException(file.path(),
					"belongs to user " + status.user() + ", and all users may make files in this directory", 0,
					"Put the lock directory where only its users may write, set Latchkey.Builder.shared(true) "
							+ "if they share a group, or remove the file if it is not needed");
		}
	}

	private void requireAllowed(Path directory, FileSystemType type) {
		if (!type.local() && !this.remoteAllowed) {
			throw new LockFileException(directory,
					"is on " + type.name() + ", which is not known to be local to this machine", 0,
					"Put the lock directory on a local filesystem, or allow remote ones "
							+ "(Latchkey.Builder.remoteFileSystemAllowed(true)) after reading what changes then");
		}
	}

	/**
	 * Lists the names in a directory. A name that is no text in the system's encoding is
	 * logged, once for each directory; lock files have names of ASCII.
	 * @param directory the directory
	 * @param entries hears each name
	 * @param status gets the directory's own status
	 */
	public void list(NativePath directory, FileCalls.Entries entries, FileStatus status) {
		int result = this.files.identity(directory, status);
		if (result == 0) {
			result = this.opener.list(directory, (name, inode) -> {
				if (NativeStrings.isEscaped(name)) {
					report(directory.path(), name);
				}
				entries.entry(name, inode);
			});
		}
		if (result < 0 && !Errno.ENOENT.is(result)) {
			throw LockFailures.of(directory.path(), "cannot be listed", result);
		}
	}

	private void report(Path directory, String name) {
		if (this.odd.size() < MOST_KNOWN && this.odd.add(directory)) {
			this.log.accept(Level.WARNING, "The directory '" + directory + "' has a file '" + name
					+ "' whose name is no text in " + NativeStrings.encoding()
					+ ", the encoding of this process. It is left alone. Remove the file, or start the JVM in a locale "
					+ "of UTF-8, such as LC_ALL=C.UTF-8");
		}
	}

	/**
	 * Returns whether it is known that only this machine's kernel decides about the locks
	 * in a directory.
	 * @param directory the directory
	 * @return whether its filesystem is local
	 */
	public boolean isLocal(@Nullable Path directory) {
		return directory != null && this.files.fileSystem(NativePath.of(directory)).local();
	}

	/**
	 * Returns whether a file in a directory can be written through a mapping without a
	 * failure for want of space.
	 * @param directory the directory
	 * @return whether its filesystem is known to be so
	 */
	public boolean isMappable(Path directory) {
		return this.files.fileSystem(NativePath.of(directory)).mappable();
	}

}

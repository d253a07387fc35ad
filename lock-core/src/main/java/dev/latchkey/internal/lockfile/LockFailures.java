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

import java.nio.file.Path;
import java.time.Duration;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import dev.latchkey.LockFileException;
import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.NativePath;

/**
 * Turns what goes wrong into exceptions that say what to do.
 */
public final class LockFailures {

	private LockFailures() {
	}

	/**
	 * Loads what is needed to tell of a failure: a process that has used up its open
	 * files cannot load it any more.
	 */
	public static void prepare() {
		for (Errno errno : Errno.values()) {
			LockFileException unused = of(Path.of("/"), "is not used", errno.result());
		}
	}

	/**
	 * Describes a failed call.
	 * @param path the file or directory
	 * @param action what was tried, as in "cannot be opened"
	 * @param result what the call returned, negative
	 * @return the exception
	 */
	public static LockFileException of(Path path, String action, int result) {
		return new LockFileException(path, action + ": " + Errno.describe(result), -result, remedy(path, result));
	}

	/**
	 * Throws if a call has failed.
	 * @param result what the call returned
	 * @param path the file or directory
	 * @param action what was tried, as in "cannot be opened"
	 */
	public static void require(int result, NativePath path, String action) {
		if (result < 0) {
			throw of(path.path(), action, result);
		}
	}

	/**
	 * Throws if a name could not be removed.
	 * @param result what the call returned that was to remove it
	 * @param path the name
	 * @return whether there was such a name
	 */
	@CanIgnoreReturnValue
	public static boolean requireRemoved(int result, NativePath path) {
		if (!Errno.ENOENT.is(result)) {
			require(result, path, "cannot be removed");
		}
		return result == 0;
	}

	/**
	 * Describes a mutex that a process keeps.
	 * @param mutex the file that is the mutex
	 * @param limit how long it was waited for
	 * @param by the processes that keep it
	 * @return the exception
	 */
	public static LockFileException stuck(Path mutex, Duration limit, String by) {
		return new LockFileException(mutex, "stayed locked for " + limit.toMillis() + " ms by " + by, 0,
				"It is needed for microseconds only: see why that process is stopped");
	}

	private static String remedy(Path path, int result) {
		for (Errno errno : Errno.values()) {
			if (errno.is(result)) {
				return remedy(path, errno);
			}
		}
		return "Put the lock directory on a local filesystem that works";
	}

	private static String remedy(Path path, Errno errno) {
		return switch (errno) {
			case ENOSPC, EDQUOT -> "Free some space there, or put the lock directory elsewhere";
			case EACCES, EPERM ->
				"Let the user that this process runs as read and write it, " + "or put the lock directory elsewhere";
			case EROFS -> "Mount the filesystem for writing, or put the lock directory elsewhere";
			case EMFILE -> "This process has used up its open files: raise the limit (ulimit -n), "
					+ "or look for descriptors that are never closed";
			case ENFILE -> "This machine has used up its open files: raise fs.file-max";
			case ENOLCK, EOPNOTSUPP, ENOSYS, EINVAL -> "The filesystem cannot do what locks need: "
					+ "put the lock directory on a local filesystem such as ext4, xfs, APFS or NTFS";
			case ELOOP -> "A symbolic link is in the way: name the file that it leads to";
			case ENXIO -> "A socket or a device is in the way: choose another path for the lock, or remove it";
			case EISDIR -> "A directory is in the way: choose another path for the lock, or remove it";
			case ENOTDIR, ENOENT -> "Check that " + path.getParent() + " is a directory";
			case ENAMETOOLONG -> "Choose a shorter name for the lock";
			case EBUSY -> "A program has the file open, perhaps to look for viruses: close it, "
					+ "or exempt the lock directory from the search";
			case EEXIST -> "Something else makes files of that name: choose another path for the lock";
			case ENOMEM -> "The kernel is short of memory: see what uses it up";
			case EIO, ESTALE -> "The storage failed: see the kernel's log";
			case EAGAIN, EINTR, ESRCH, EBADF, ECHILD, E2BIG, ENOEXEC, ETXTBSY ->
				"This should not happen: please report it";
		};
	}

}

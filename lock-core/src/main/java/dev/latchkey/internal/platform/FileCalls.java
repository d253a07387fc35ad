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

package dev.latchkey.internal.platform;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.jspecify.annotations.Nullable;

/**
 * What locks do with files. Each method is one system call, or the shortest sequence that
 * makes one verb. Results below zero are negated error numbers; see {@link Errno}.
 *
 * <p>
 * Descriptors are opened close-on-exec and never through a symbolic link in the last
 * place of the path.
 */
public interface FileCalls {

	/**
	 * Returns how many frames of a thread's stack one of these calls may take, beyond
	 * those of a native call.
	 * @return the number, 0 if the calls are native
	 */
	default int frames() {
		return 0;
	}

	/**
	 * Opens a file that exists, for reading and writing, without waiting for a peer of a
	 * pipe.
	 * @param path the file
	 * @return the descriptor
	 */
	int open(NativePath path);

	/**
	 * Opens a file that exists, for reading only, without waiting for a peer of a pipe.
	 * @param path the file
	 * @return the descriptor
	 */
	int openToLook(NativePath path);

	/**
	 * Makes a file that does not exist, and open it for reading and writing.
	 * @param path the file
	 * @param permissions its permission bits, before the process's mask is applied
	 * @return the descriptor
	 */
	int create(NativePath path, int permissions);

	/**
	 * Makes a file without a name in a directory, to be named by {@link #link}.
	 * @param directory the directory
	 * @param permissions its permission bits, before the process's mask is applied
	 * @return the descriptor
	 */
	int createNameless(NativePath directory, int permissions);

	/**
	 * Gives an open file a name that does not exist yet.
	 * @param descriptor a file made by {@link #createNameless}
	 * @param path the name
	 * @return 0
	 */
	int link(int descriptor, NativePath path);

	/**
	 * Gives a named file a second name that does not exist yet.
	 * @param existing the name that exists
	 * @param path the new name
	 * @return 0
	 */
	int link(NativePath existing, NativePath path);

	/**
	 * Rename a file to a name that does not exist yet.
	 * @param from the old name
	 * @param to the new name
	 * @return 0
	 */
	int renameToFree(NativePath from, NativePath to);

	/**
	 * Exchanges two names in one step.
	 * @param one a name
	 * @param other another
	 * @return 0
	 */
	int exchange(NativePath one, NativePath other);

	/**
	 * Rename a file, in the place of any that has the new name.
	 * @param from the old name
	 * @param to the new name
	 * @return 0
	 */
	int renameOver(NativePath from, NativePath to);

	/**
	 * Waits until what was written to a file, or the names in a directory, are on the
	 * storage.
	 * @param descriptor the file or directory
	 * @return 0
	 */
	int sync(int descriptor);

	/**
	 * Removes a name. The result may be ignored where a name that stays does no harm.
	 * @param path the name
	 * @return 0
	 */
	@CanIgnoreReturnValue
	int unlink(NativePath path);

	/**
	 * Closes a descriptor. Nothing can be done about a failure, so none is told.
	 * @param descriptor the descriptor
	 */
	void close(int descriptor);

	/**
	 * Opens the same open file a second time, under the lowest free number that is not
	 * below a given one.
	 * @param descriptor the descriptor
	 * @param lowest the lowest number wanted
	 * @return the new descriptor
	 */
	int duplicate(int descriptor, int lowest);

	/**
	 * Locks the file exclusively, for as long as it takes. Only a signal ends the wait:
	 * see {@link WakeCalls}. A lock that this open file has already is given up first.
	 * @param descriptor the descriptor
	 * @return 0, or EINTR
	 */
	int lock(int descriptor);

	/**
	 * Shares the lock, waiting for as long as somebody has it exclusively, as
	 * {@link #lock} does.
	 * @param descriptor the descriptor
	 * @return 0, or EINTR
	 */
	int lockShared(int descriptor);

	/**
	 * Locks the file exclusively, now or not at all.
	 * @param descriptor the descriptor
	 * @return 0, or EAGAIN
	 */
	int tryLock(int descriptor);

	/**
	 * Locks the file together with others that do the same, now or not at all.
	 * @param descriptor the descriptor
	 * @return 0, or EAGAIN
	 */
	int tryLockShared(int descriptor);

	/**
	 * Gives up the lock of this open file.
	 * @param descriptor the descriptor
	 * @return 0
	 */
	int unlock(int descriptor);

	/**
	 * Reads from a place in the file.
	 * @param descriptor the descriptor
	 * @param into where the bytes go, from its beginning
	 * @param length how many bytes at the most
	 * @param offset the place in the file
	 * @return how many bytes were read, 0 at the end
	 */
	int read(int descriptor, NativeBuffer into, int length, long offset);

	/**
	 * Writes to a place in the file.
	 * @param descriptor the descriptor
	 * @param from the bytes, from its beginning
	 * @param length how many
	 * @param offset the place in the file
	 * @return how many bytes were written
	 */
	int write(int descriptor, NativeBuffer from, int length, long offset);

	/**
	 * Cuts the file to a size.
	 * @param descriptor the descriptor
	 * @param size the size in bytes
	 * @return 0
	 */
	int truncate(int descriptor, long size);

	/**
	 * Maps the beginning of a file into memory, for reading and writing. An access beyond
	 * the end of the file is an {@link InternalError}, which may come late.
	 * @param descriptor the descriptor
	 * @param length how many bytes, not more than the file has
	 * @return the mapping, to be ended by {@link #unmap}; {@code null} if files cannot be
	 * mapped here
	 */
	default @Nullable FileMapping map(int descriptor, int length) {
		return null;
	}

	/**
	 * Ends a mapping.
	 * @param mapping the mapping, which is not used any more
	 */
	default void unmap(FileMapping mapping) {
	}

	/**
	 * Sets the time of the last change to now, by the filesystem's clock.
	 * @param descriptor the descriptor
	 * @return 0
	 */
	int touch(int descriptor);

	/**
	 * Sets the permission bits, whatever the process's mask says.
	 * @param descriptor the descriptor
	 * @param permissions the bits
	 * @return 0
	 */
	int changePermissions(int descriptor, int permissions);

	/**
	 * Returns which file a name leads to: device, inode, size and mode, but no times.
	 * Asking for times makes the next write to the file slower.
	 * @param path the name; a symbolic link is not followed
	 * @param into gets the answer
	 * @return 0
	 */
	int identity(NativePath path, FileStatus into);

	/**
	 * Returns which file a descriptor leads to, as
	 * {@link #identity(NativePath, FileStatus)} does.
	 * @param descriptor the descriptor
	 * @param into gets the answer
	 * @return 0
	 */
	default int identity(int descriptor, FileStatus into) {
		return status(descriptor, into);
	}

	/**
	 * Returns how many names an open file has, and its size; nothing else is filled in.
	 * @param descriptor the descriptor
	 * @param into gets the answer
	 * @return 0
	 */
	default int links(int descriptor, FileStatus into) {
		return status(descriptor, into);
	}

	/**
	 * Tells all of a file, with the time of its last change.
	 * @param descriptor the descriptor
	 * @param into gets the answer
	 * @return 0
	 */
	int status(int descriptor, FileStatus into);

	/**
	 * Makes a directory.
	 * @param path the directory
	 * @param permissions its permission bits, whatever the process's mask says
	 * @return 0
	 */
	int makeDirectory(NativePath path, int permissions);

	/**
	 * Returns whether this process may make files in a directory, by its permissions and
	 * the mount.
	 * @param path the directory
	 * @return 0 if it may
	 */
	int mayWrite(NativePath path);

	/**
	 * Returns what filesystem a path is on.
	 * @param path a path that exists
	 * @return the filesystem, or {@code UNREADABLE} if the system does not tell
	 */
	FileSystemType fileSystem(NativePath path);

	/**
	 * Lists the names in a directory, with the number of the file that each leads to.
	 * @param directory the directory
	 * @param entries hears each name, in no order
	 * @return 0
	 */
	int list(NativePath directory, Entries entries);

	/**
	 * Returns the user whose files are those that this process makes.
	 * @return the number of the user, 0 if it is not known
	 */
	default int ownUser() {
		return 0;
	}

	/**
	 * Hears the names in a directory.
	 */
	interface Entries {

		/**
		 * There is a name.
		 * @param name the name, as {@link NativeStrings#decodeName} tells it
		 * @param inode the inode number, as the directory tells it
		 */
		void entry(String name, long inode);

	}

}

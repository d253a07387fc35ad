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

package dev.latchkey.internal.platform.portable;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;

import dev.latchkey.internal.platform.FileStatus;
import dev.latchkey.internal.platform.NativeBuffer;

/**
 * Locks of files with the meaning of flock(2): a lock belongs to one opening of the file,
 * and openings exclude each other within the JVM as between processes. The end of the
 * process releases its locks.
 */
interface FileLocks {

	/**
	 * Opens a file that exists, for reading and writing, or for reading only if no more
	 * is allowed.
	 * @param path the file, which is not a symbolic link
	 * @return the opening
	 * @throws IOException if the file cannot be opened
	 */
	Opening open(Path path) throws IOException;

	/**
	 * Makes a file that does not exist, and opens it for reading and writing.
	 * @param path the file
	 * @param attributes its attributes from the beginning
	 * @return the opening
	 * @throws IOException if the file exists or cannot be made
	 */
	Opening create(Path path, FileAttribute<?>... attributes) throws IOException;

	/**
	 * One opening of a file, to which a lock may belong.
	 */
	interface Opening extends AutoCloseable {

		/**
		 * Returns what distinguishes the file from others.
		 * @return the key, as {@link FileAttributes#key} has it
		 */
		Object key();

		/**
		 * Returns whether the file may be written.
		 * @return whether it was opened for writing too
		 */
		boolean isWritable();

		/**
		 * Locks the file, now or not at all. A lock that this opening has already is
		 * released first, as flock(2) does.
		 * @param shared whether others may share the lock
		 * @return whether it was locked
		 * @throws IOException if the system cannot lock the file
		 */
		boolean tryLock(boolean shared) throws IOException;

		/**
		 * Releases the lock of this opening, if it has one.
		 * @throws IOException if the system refuses
		 */
		void unlock() throws IOException;

		/**
		 * Reads from a place in the file.
		 * @param into where the bytes go, from its beginning
		 * @param length how many bytes at the most
		 * @param offset the place in the file
		 * @return how many bytes were read, 0 at the end
		 * @throws IOException if the system refuses
		 */
		int read(NativeBuffer into, int length, long offset) throws IOException;

		/**
		 * Writes to a place in the file.
		 * @param from the bytes, from its beginning
		 * @param length how many
		 * @param offset the place in the file
		 * @return how many bytes were written
		 * @throws IOException if the system refuses
		 */
		int write(NativeBuffer from, int length, long offset) throws IOException;

		/**
		 * Cuts the file to a size.
		 * @param size the size in bytes, not more than the file has
		 * @throws IOException if the system refuses
		 */
		void truncate(long size) throws IOException;

		/**
		 * Waits until what was written is on the storage.
		 * @throws IOException if the system refuses
		 */
		void sync() throws IOException;

		/**
		 * Returns the size of the file.
		 * @return the size in bytes
		 * @throws IOException if the system refuses
		 */
		long size() throws IOException;

		/**
		 * Reads the attributes of the file, if they can be asked for without a name.
		 * @param into gets the answer
		 * @return whether there is an answer
		 * @throws IOException if the system refuses
		 */
		default boolean tell(FileStatus into) throws IOException {
			return false;
		}

		/**
		 * Ends this opening, and releases its lock.
		 * @throws IOException if the system refuses
		 */
		@Override
		void close() throws IOException;

	}

}

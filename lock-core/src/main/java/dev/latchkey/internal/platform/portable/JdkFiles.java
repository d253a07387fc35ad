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
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.CopyOption;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;

/**
 * The calls of the JDK whose meaning depends on the system.
 *
 * <p>
 * On POSIX systems a file is known by device and inode, and an open file can be renamed
 * and removed. {@link WindowsFiles} has the others.
 */
class JdkFiles {

	private final FileAttributes attributes;

	/**
	 * Creates calls.
	 * @param inodes whether a file has device and inode
	 */
	protected JdkFiles(boolean inodes) {
		this.attributes = new FileAttributes(inodes);
	}

	/**
	 * Returns the calls of the system that this process runs on.
	 * @return the calls
	 */
	static JdkFiles ofThisSystem() {
		return FileSystems.getDefault().supportedFileAttributeViews().contains("unix") ? new JdkFiles(true)
				: new WindowsFiles();
	}

	/**
	 * Returns what tells the attributes of files.
	 * @return the attributes
	 */
	final FileAttributes attributes() {
		return this.attributes;
	}

	/**
	 * Opens a channel.
	 * @param path the file
	 * @param options how it is opened
	 * @param attributes the attributes of a file that is made
	 * @return the channel
	 * @throws IOException if the system refuses
	 */
	AsynchronousFileChannel open(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
			throws IOException {
		return AsynchronousFileChannel.open(path, options, CallerRuns.EXECUTOR, attributes);
	}

	/**
	 * Removes a name.
	 * @param path the name
	 * @throws IOException if there is none, or the system refuses
	 */
	void delete(Path path) throws IOException {
		Files.delete(path);
	}

	/**
	 * Renames a file.
	 * @param from the old name
	 * @param to the new name
	 * @param options how
	 * @throws IOException if the system refuses
	 */
	void move(Path from, Path to, CopyOption... options) throws IOException {
		Files.move(from, to, options);
	}

	/**
	 * Marks a file as changed now, if that is safe and needed: safe where no lock is lost
	 * when the JDK opens the file for it and closes it, and needed where a write does not
	 * show in the time of the last change as long as the file is open.
	 * @param path the file
	 * @return whether it was marked; if not, a write marks it
	 * @throws IOException if the system refuses
	 */
	boolean setTime(Path path) throws IOException {
		return false;
	}

}

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
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import dev.latchkey.internal.platform.Errno;

/**
 * Error numbers of what was thrown. The JDK gives the system's reason as text only, in
 * the language of the C library's messages, so an unknown reason is {@link Errno#EIO}.
 */
final class Failures {

	private Failures() {
	}

	/**
	 * Makes a call.
	 * @param call the call
	 * @return its result, or a negative error number
	 */
	static int result(Call call) {
		try {
			return call.make();
		}
		catch (IOException ex) {
			return errno(ex).result();
		}
		catch (UnsupportedOperationException ex) {
			return Errno.EOPNOTSUPP.result();
		}
	}

	private static Errno errno(IOException ex) {
		if (ex instanceof NoSuchFileException missing) {
			return isBelowFile(missing.getFile()) ? Errno.ENOTDIR : Errno.ENOENT;
		}
		if (ex instanceof FileAlreadyExistsException || ex instanceof DirectoryNotEmptyException) {
			return Errno.EEXIST;
		}
		if (ex instanceof AccessDeniedException) {
			return Errno.EACCES;
		}
		if (ex instanceof NotDirectoryException) {
			return Errno.ENOTDIR;
		}
		if (ex instanceof FileSystemLoopException) {
			return Errno.ELOOP;
		}
		String reason = (ex instanceof FileSystemException failed) ? failed.getReason() : ex.getMessage();
		return (reason != null) ? Errno.ofText(reason) : Errno.EIO;
	}

	/** Newer versions of the JDK do not distinguish it from a file that is missing. */
	private static boolean isBelowFile(@Nullable String file) {
		Path parent = (file != null) ? Path.of(file).getParent() : null;
		return parent != null && Files.exists(parent) && !Files.isDirectory(parent);
	}

	/**
	 * A call of the JDK.
	 */
	@FunctionalInterface
	interface Call {

		/**
		 * Makes the call.
		 * @return the result, not negative unless it is an error number
		 * @throws IOException if the system refuses
		 */
		int make() throws IOException;

	}

}

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
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

import com.sun.nio.file.ExtendedOpenOption;
import org.jspecify.annotations.Nullable;

import dev.latchkey.internal.platform.Errno;

/**
 * Files of Windows. What is open here is neither removed nor renamed by any process,
 * which the JDK allows unless it is asked not to. So a file is known by its real path,
 * which cannot change while the file is open.
 */
final class WindowsFiles extends JdkFiles {

	WindowsFiles() {
		super(false);
	}

	@Override
	AsynchronousFileChannel open(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
			throws IOException {
		Set<OpenOption> all = new HashSet<>(options);
		all.add(ExtendedOpenOption.NOSHARE_DELETE);
		// Windows completes reads and writes by threads of the JDK.
		return AsynchronousFileChannel.open(path, all, null, attributes);
	}

	@Override
	void delete(Path path) throws IOException {
		try {
			super.delete(path);
		}
		catch (FileSystemException ex) {
			throw refusal(ex);
		}
	}

	@Override
	void move(Path from, Path to, CopyOption... options) throws IOException {
		try {
			super.move(from, to, options);
		}
		catch (FileSystemException ex) {
			throw refusal(ex);
		}
	}

	@Override
	boolean setTime(Path path) throws IOException {
		Files.setLastModifiedTime(path, FileTime.from(Instant.now()));
		return true;
	}

	/**
	 * Names the reason why a file is not removed or renamed: the JDK has exceptions for
	 * all usual ones but a file in use, and that one's text is in the language of the
	 * system.
	 */
	static FileSystemException refusal(FileSystemException ex) {
		return (ex.getClass() == FileSystemException.class) ? inUse(ex.getFile(), ex.getOtherFile()) : ex;
	}

	/** With the text by which {@link Failures} knows the error. */
	static FileSystemException inUse(String file, @Nullable String other) {
		return new FileSystemException(file, other, Errno.EBUSY.text());
	}

}

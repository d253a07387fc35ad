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

package dev.latchkey.internal.writer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.latchkey.LockFileException;
import dev.latchkey.internal.lockfile.LockPaths;

/**
 * Finds the data file that a path leads to, so that all who write it have the same lock.
 * It need not exist yet.
 */
final class WriterTarget {

	/** As many as the kernel follows. */
	private static final int MOST_LINKS = 40;

	private WriterTarget() {
	}

	static Path of(Path file) {
		Path target = LockPaths.absolute(file);
		for (int links = 0; links < MOST_LINKS; links++) {
			target = withRealParent(target);
			if (!Files.isSymbolicLink(target)) {
				return target;
			}
			target = LockPaths.absolute(target.resolveSibling(linkOf(target)));
		}
		throw new LockFileException(file, "leads through more than " + MOST_LINKS + " symbolic links", 0,
				"Name the data file that is meant");
	}

	private static Path withRealParent(Path path) {
		Path parent = path.getParent();
		Path name = path.getFileName();
		if (parent == null || name == null) {
			throw new LockFileException(path, "is the root of the filesystem", 0, "Name a data file");
		}
		return real(parent).resolve(name);
	}

	/** What does not exist has no links in it. */
	private static Path real(Path directory) {
		try {
			return directory.toRealPath();
		}
		catch (IOException ex) {
			Path parent = directory.getParent();
			Path name = directory.getFileName();
			return (parent != null && name != null) ? real(parent).resolve(name) : directory;
		}
	}

	private static Path linkOf(Path link) {
		try {
			return Files.readSymbolicLink(link);
		}
		catch (IOException ex) {
			throw new LockFileException(link, "cannot be followed: " + ex, 0,
					"Let the user that this process runs as read it, or name the file that it leads to");
		}
	}

}

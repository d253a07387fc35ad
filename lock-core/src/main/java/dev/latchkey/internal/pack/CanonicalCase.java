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

package dev.latchkey.internal.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Finds the spelling that a path has on disk, where the filesystem takes different
 * spellings of a name for the same.
 */
final class CanonicalCase {

	private final Names names;

	CanonicalCase(Names names) {
		this.names = names;
	}

	/**
	 * Returns the spelling on disk.
	 * @param real a path without links
	 * @return the same path as its directories list it
	 * @throws IOException if a directory cannot be looked at
	 */
	static Path of(Path real) throws IOException {
		return new CanonicalCase(new NamesOnDisk()).canonical(real);
	}

	Path canonical(Path real) throws IOException {
		Path parent = real.getParent();
		Path name = real.getFileName();
		if (parent == null || name == null) {
			return real;
		}
		Path path = canonical(parent).resolve(name);
		return isFolded(path, name.toString()) ? listed(path, name.toString()) : path;
	}

	/** Another spelling leads to the same file, so this one may not be the listed one. */
	private boolean isFolded(Path path, String name) throws IOException {
		String upper = name.toUpperCase(Locale.ROOT);
		String other = name.equals(upper) ? name.toLowerCase(Locale.ROOT) : upper;
		return !name.equals(other) && this.names.areSame(path, path.resolveSibling(other));
	}

	private Path listed(Path path, String name) throws IOException {
		List<String> listed = this.names.in(path.resolveSibling(""));
		if (!listed.contains(name)) {
			for (String spelling : listed) {
				if (spelling.equalsIgnoreCase(name) && this.names.areSame(path, path.resolveSibling(spelling))) {
					return path.resolveSibling(spelling);
				}
			}
		}
		return path;
	}

	/** What a filesystem tells of names. */
	interface Names {

		boolean areSame(Path path, Path other) throws IOException;

		List<String> in(Path directory) throws IOException;

	}

	private static final class NamesOnDisk implements Names {

		@Override
		public boolean areSame(Path path, Path other) throws IOException {
			return Files.exists(other, LinkOption.NOFOLLOW_LINKS) && Files.isSameFile(path, other);
		}

		@Override
		public List<String> in(Path directory) throws IOException {
			try (Stream<Path> entries = Files.list(directory)) {
				return entries.map((entry) -> String.valueOf(entry.getFileName())).toList();
			}
		}

	}

}

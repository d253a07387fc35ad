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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.latchkey.internal.platform.FileStatus;
import dev.latchkey.internal.platform.portable.FileLocks.Opening;

/**
 * An open file or directory, which several descriptors may share.
 */
final class OpenFile {

	private static final int REGULAR = 0100600;

	private final FileAttributes attributes;

	private final Object key;

	private final @Nullable Opening opening;

	private final Set<Path> names = new LinkedHashSet<>();

	/**
	 * Opens a file.
	 * @param attributes tells its attributes
	 * @param path its name
	 * @param opening its opening, or {@code null} for what has no content, such as a
	 * directory
	 * @throws IOException if there is no such file
	 */
	OpenFile(FileAttributes attributes, Path path, @Nullable Opening opening) throws IOException {
		this.attributes = attributes;
		this.key = (opening != null) ? opening.key() : attributes.key(path);
		this.opening = opening;
		this.names.add(path);
	}

	/**
	 * Returns what distinguishes the file from others.
	 * @return the key
	 */
	Object key() {
		return this.key;
	}

	Opening requireOpening() throws IOException {
		if (this.opening == null) {
			throw new NoSuchFileException(this.names.toString(), null, "it is not a regular file");
		}
		return this.opening;
	}

	void sync() throws IOException {
		if (this.opening != null) {
			this.opening.sync();
		}
	}

	int close() throws IOException {
		if (this.opening != null) {
			this.opening.close();
		}
		return 0;
	}

	/** Learns that a name of a file is followed, or replaced, by another one. */
	synchronized void linked(Path existing, Path added) {
		if (this.names.contains(existing)) {
			this.names.add(added);
		}
	}

	/**
	 * Reads the attributes of the file, if need be by one of the names that it has had
	 * here.
	 * @param into gets the answer, with no link if the file has none of these names
	 * @throws IOException if the file cannot be asked
	 */
	synchronized void tell(FileStatus into) throws IOException {
		if (this.opening != null && this.opening.tell(into)) {
			return;
		}
		if (name(into) == null) {
			List<?> numbers = (List<?>) this.key;
			into.set((Long) numbers.get(0), (Long) numbers.get(1), 0, REGULAR, 0, 0);
		}
		if (this.opening != null) {
			into.growTo(this.opening.size());
		}
	}

	/**
	 * Returns a name that leads to this file.
	 * @return the name
	 * @throws NoSuchFileException if the file has none of its names any more
	 */
	synchronized Path requireNamed() throws IOException {
		Path name = name(new FileStatus());
		if (name == null) {
			throw new NoSuchFileException(this.names.toString(), null, "the open file has no name any more");
		}
		return name;
	}

	private @Nullable Path name(FileStatus into) throws IOException {
		for (Path name : this.names) {
			try {
				if (this.key.equals(this.attributes.key(name))) {
					this.attributes.read(name, into);
					return name;
				}
			}
			catch (NoSuchFileException ex) {
				// Another name may be left.
			}
		}
		return null;
	}

}

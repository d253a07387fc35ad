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

package dev.latchkey.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Small files, read and replaced as a whole.
 */
final class WorkspaceFiles {

	private WorkspaceFiles() {
	}

	/**
	 * Reads a file.
	 * @param path the file
	 * @return its content, empty if there is no file
	 */
	static String read(Path path) {
		try {
			return Files.exists(path) ? Files.readString(path) : "";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Replaces a file's content. A process that is killed leaves the old or the new one,
	 * never a part.
	 * @param path the file
	 * @param content the content
	 */
	static void replace(Path path, String content) {
		Path part = path.resolveSibling("." + path.getFileName() + ".new");
		write(part, content);
		move(part, path);
	}

	static void write(Path path, String content) {
		try {
			Files.writeString(path, content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static void move(Path from, Path to) {
		try {
			Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static void delete(Path path) {
		try {
			Files.delete(path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Lists the files of a directory, by name, without those that begin with a dot.
	 * @param directory the directory
	 * @return their names
	 */
	static List<String> names(Path directory) {
		return allNames(directory).stream().filter((name) -> !name.startsWith(".")).toList();
	}

	static List<String> allNames(Path directory) {
		try (Stream<Path> files = Files.list(directory)) {
			return files.map((path) -> path.getFileName().toString()).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

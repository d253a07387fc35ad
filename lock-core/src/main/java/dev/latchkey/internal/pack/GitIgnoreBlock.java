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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

import dev.latchkey.LockFileException;

/**
 * The block of a {@code .gitignore} file that belongs to us. Everything outside of it is
 * kept, byte for byte.
 */
final class GitIgnoreBlock {

	private static final String BEGIN = "# >>> latchkey: lock files, do not edit this block";

	private static final String END = "# <<< latchkey";

	private static final Set<PosixFilePermission> NEW_FILE = PosixFilePermissions.fromString("rw-r--r--");

	private final Path file;

	GitIgnoreBlock(Path file) {
		this.file = file;
	}

	/**
	 * Makes sure that the block has a line.
	 * @param line the line
	 * @return whether the file was changed
	 */
	boolean add(String line) {
		try {
			Path target = Files.exists(this.file) ? this.file.toRealPath() : this.file;
			requireRegular(target);
			String before = read(target);
			String after = with(before, line);
			if (after.equals(before)) {
				return false;
			}
			replace(target, after);
			return true;
		}
		catch (IOException ex) {
			throw new LockFileException(this.file, "cannot be changed: " + ex, 0,
					"Let the user that this process runs as write it, or ignore '" + line + "' in another way");
		}
	}

	private void requireRegular(Path target) {
		if (Files.exists(target) && !Files.isRegularFile(target)) {
			throw new LockFileException(this.file, "cannot be changed: it is not a regular file", 0,
					"Move it away, or ignore the lock file in another way");
		}
	}

	/** Any byte is a character of this charset, so nothing is lost on the way. */
	private static String read(Path target) throws IOException {
		try {
			return Files.readString(target, StandardCharsets.ISO_8859_1);
		}
		catch (NoSuchFileException ex) {
			return "";
		}
	}

	static String with(String content, String line) {
		String newLine = content.contains("\r\n") ? "\r\n" : "\n";
		int begin = startOf(BEGIN, content, 0);
		int end = (begin < 0) ? -1 : startOf(END, content, begin);
		if (end < 0) {
			String separator = (content.isEmpty() || content.endsWith("\n")) ? "" : newLine;
			return content + separator + BEGIN + newLine + line + newLine + END + newLine;
		}
		boolean there = content.substring(begin, end).lines().anyMatch(line::equals);
		return there ? content : content.substring(0, end) + line + newLine + content.substring(end);
	}

	/** Where a line begins that is nothing but this text, or -1. */
	private static int startOf(String line, String content, int from) {
		int start = from;
		while (start < content.length()) {
			int next = content.indexOf('\n', start);
			int end = (next < 0) ? content.length() : next;
			if (content.substring(start, end).stripTrailing().equals(line)) {
				return start;
			}
			start = end + 1;
		}
		return -1;
	}

	/** Whoever reads the file meanwhile sees the old one or the new one. */
	private static void replace(Path target, String content) throws IOException {
		Path made = Files.createTempFile(target.resolveSibling(""), ".gitignore", ".tmp");
		try {
			Files.writeString(made, content, StandardCharsets.ISO_8859_1);
			copyPermissions(target, made);
			Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			Files.deleteIfExists(made);
		}
	}

	private static void copyPermissions(Path target, Path made) throws IOException {
		PosixFileAttributeView view = Files.getFileAttributeView(made, PosixFileAttributeView.class);
		if (view != null) {
			view.setPermissions(Files.exists(target) ? Files.getPosixFilePermissions(target) : NEW_FILE);
		}
	}

}

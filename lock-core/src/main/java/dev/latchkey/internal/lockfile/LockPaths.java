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

package dev.latchkey.internal.lockfile;

import java.io.File;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;

import dev.latchkey.internal.platform.NativeStrings;

/**
 * Makes paths of texts, and absolute as the system understands them: behind a link,
 * {@code ..} leads elsewhere than the text says. Shows names that are no text.
 */
public final class LockPaths {

	private LockPaths() {
	}

	/**
	 * Makes a path absolute, without {@code .} and {@code ..} in it.
	 * @param path a path, whose end need not exist
	 * @return the absolute path; links are followed only where {@code ..} comes after
	 * them
	 */
	public static Path absolute(Path path) {
		Path given = path.toAbsolutePath();
		Path root = given.getRoot();
		Path absolute = root;
		for (Path name : given) {
			switch (name.toString()) {
				case "", "." -> {
				}
				case ".." -> {
					Path parent = real(absolute).getParent();
					absolute = (parent != null) ? parent : root;
				}
				default -> absolute = absolute.resolve(name);
			}
		}
		return absolute;
	}

	/**
	 * Makes a path of a text in which no shell has replaced a tilde.
	 * @param text the text, which may be {@code ~} or begin with {@code ~/}, or with
	 * {@code ~\} where that separates names
	 * @param home the home directory of this user, not absolute if there is none
	 * @return the path
	 * @throws IllegalArgumentException if the text is no path, if its tilde stands for
	 * another home, or if this user has none
	 */
	public static Path inHome(String text, String home) {
		if (!text.startsWith("~")) {
			return Path.of(text);
		}
		if (!text.equals("~") && !text.startsWith("~/") && !text.startsWith("~" + File.separator)) {
			throw new IllegalArgumentException(
					"Only the home directory of this user can be meant by '~', as in '~/locks'.");
		}
		Path directory = Path.of(home);
		if (!directory.isAbsolute()) {
			throw new IllegalArgumentException("This user has no home directory. Set an absolute path.");
		}
		return directory.resolve(text.substring(Math.min(2, text.length())));
	}

	/**
	 * Returns the name of a file as text, whatever bytes it has. Bytes that are no text
	 * in the system's encoding are shown as {@code \\xNN}.
	 * @param path the file
	 * @return its name, empty for a root
	 */
	public static String shownName(Path path) {
		return NativeStrings.nameOf(path);
	}

	/**
	 * Returns a path as the system shows it of an open file, without {@code .} and
	 * {@code ..} in it.
	 * @param path the path
	 * @return the path that the kernel knows it by, or the same if it does not exist
	 */
	public static Path withoutDots(Path path) {
		return real(path, LinkOption.NOFOLLOW_LINKS);
	}

	/** What does not exist has no links in it. */
	private static Path real(Path path, LinkOption... options) {
		try {
			return path.toRealPath(options);
		}
		catch (IOException ex) {
			return path;
		}
	}

}

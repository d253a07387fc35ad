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

package dev.latchkey.spring.actuate;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockType;
import dev.latchkey.internal.lockfile.LockFileNames;
import dev.latchkey.internal.lockfile.LockPaths;
import dev.latchkey.internal.named.NamedLocks;

/**
 * A lock file, by its name; or a lock of a registry, which has a name only.
 *
 * @param path the file
 * @param type the lock type that it belongs to
 * @param name the name of the lock; of a claim its whole key, which identifies it
 * @param key the key that distinguishes it from others of that name, or {@code null} if
 * it has none
 */
record LockFile(Path path, LockType type, String name, @Nullable String key) {

	/** How a held file lock of the lock directory ends. */
	static final String HELD_SUFFIX = ".held";

	private static final String GATE_SUFFIX = ".lock";

	/** Replaces what may be shown to some only. */
	private static final String MASK = "******";

	/**
	 * Reads the name of a file that is known to belong to a lock, wherever it is.
	 * @param path the file
	 * @param type the lock type
	 * @return what it is
	 */
	static LockFile of(Path path, LockType type) {
		String fileName = LockPaths.shownName(path);
		if (type == LockType.NAMED && fileName.endsWith(NamedLocks.SUFFIX)) {
			return named(path, type, without(fileName, NamedLocks.SUFFIX));
		}
		if (type == LockType.REGISTRY) {
			return named(path, type, fileName);
		}
		if (type == LockType.CLAIM && fileName.endsWith(GATE_SUFFIX)) {
			return ofClaim(path.resolveSibling(""), without(fileName, GATE_SUFFIX));
		}
		return new LockFile(path, type, fileName, null);
	}

	/**
	 * Returns the main file of a claim.
	 * @param directory where the claim is
	 * @param escapedKey its escaped key, which is shown if the key is not known
	 * @return the file
	 */
	static LockFile ofClaim(Path directory, String escapedKey) {
		return new LockFile(directory.resolve(escapedKey + GATE_SUFFIX), LockType.CLAIM,
				LockFileNames.shown(escapedKey), null);
	}

	private static LockFile named(Path path, LockType type, String unique) {
		LockFileNames.Parts parts = LockFileNames.parts(unique);
		return new LockFile(path, type, parts.name(), parts.key());
	}

	private static String without(String text, String suffix) {
		return text.substring(0, text.length() - suffix.length());
	}

	/** The path as text, whatever bytes the name of the file has. */
	String shownPath() {
		return this.path.resolveSibling(LockPaths.shownName(this.path)).toString();
	}

	/** This file, without its values. */
	LockFile masked() {
		if (this.key == null) {
			return this;
		}
		String fileName = String.valueOf(this.path.getFileName());
		String shown = fileName.substring(0, fileName.indexOf('.') + 1) + MASK
				+ ((this.type == LockType.NAMED) ? NamedLocks.SUFFIX : "");
		return new LockFile(this.path.resolveSibling(shown), this.type, this.name, MASK);
	}

	/**
	 * The same without the directory that it is in. That of a lock with a path of its own
	 * may be made of arguments.
	 */
	LockFile withoutDirectory() {
		return new LockFile(Path.of(MASK).resolve(this.path.getFileName()), this.type, this.name, this.key);
	}

}

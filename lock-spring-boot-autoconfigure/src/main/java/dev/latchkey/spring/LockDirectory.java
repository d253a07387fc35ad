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

package dev.latchkey.spring;

import java.nio.file.Path;

import dev.latchkey.internal.lockfile.LockPaths;
import dev.latchkey.internal.lockfile.NameCase;

/**
 * Where an application's named locks are.
 *
 * @since 0.1
 */
public final class LockDirectory {

	private final Path path;

	private final NameCase nameCase;

	/**
	 * Names a directory, which may be missing, where names that differ in case are of
	 * different files.
	 * @param path the directory
	 */
	public LockDirectory(Path path) {
		this(path, true);
	}

	/**
	 * Names a directory, which may be missing.
	 * @param path the directory
	 * @param caseCounts whether names that differ in case are of different files, as on
	 * Linux; not so on macOS and Windows
	 */
	public LockDirectory(Path path, boolean caseCounts) {
		this.path = LockPaths.absolute(path);
		this.nameCase = caseCounts ? NameCase.COUNTS : NameCase.IS_FOLDED;
	}

	/**
	 * Returns the directory.
	 * @return the directory, absolute
	 */
	public Path path() {
		return this.path;
	}

	/**
	 * Returns the file of a lock.
	 * @param lock the lock
	 * @return the file, which stays, and is locked while the lock is held
	 */
	public Path file(LockName lock) {
		return this.path.resolve(lock.fileName(this.nameCase));
	}

}

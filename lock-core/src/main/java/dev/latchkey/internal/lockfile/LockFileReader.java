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

import java.nio.file.Path;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import dev.latchkey.internal.platform.NativePath;

/**
 * Inspects lock files without acquiring them.
 */
public final class LockFileReader {

	private LockFileReader() {
	}

	/**
	 * Inspects the file that has a name. If the name leads elsewhere afterwards, the file
	 * that it leads to then is inspected instead.
	 * @param <T> the type of the result
	 * @param context the configuration
	 * @param path the name
	 * @param inspection inspects the open file
	 * @return what was found, or {@code null} if there is no file
	 */
	public static <T> @Nullable T read(LockFileContext context, Path path,
			Function<OpenLockFile, @Nullable T> inspection) {
		NativePath name = NativePath.of(path);
		while (true) {
			try (OpenLockFile file = OpenLockFile.openToLook(context, name)) {
				@Nullable T found = (file != null) ? inspection.apply(file) : null;
				if (file == null || file.isNamed()) {
					return found;
				}
			}
		}
	}

	/**
	 * Returns whether a process has a file locked exclusively. Its lock is shared for an
	 * instant, which a try of another process does not take for a holder.
	 * @param context the configuration
	 * @param path the lock file
	 * @return whether the file exists and is locked
	 */
	public static boolean isLocked(LockFileContext context, Path path) {
		return Boolean.TRUE.equals(LockFileReader.<Boolean>read(context, path, OpenLockFile::isLocked));
	}

}

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

/**
 * What a {@link LockRequest} asks for.
 *
 * @since 0.1
 */
public sealed interface LockRef permits LockName, LockRef.HeldFile, LockRef.Pack {

	/**
	 * A held file lock whose file is given, wherever it is.
	 *
	 * @param file the file, which exists while the lock is held
	 */
	record HeldFile(Path file) implements LockRef {

		@Override
		public String toString() {
			return this.file.toString();
		}

	}

	/**
	 * A pack.
	 *
	 * @param directory the directory that is the pack
	 */
	record Pack(Path directory) implements LockRef {

		@Override
		public String toString() {
			return this.directory.toString();
		}

	}

}

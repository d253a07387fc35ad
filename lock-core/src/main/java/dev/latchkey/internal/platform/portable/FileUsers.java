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

import java.nio.file.Path;
import java.util.Set;

/**
 * Tells which processes have a file open. That a lock's file names a process which also
 * has it open is better evidence than the file alone.
 */
interface FileUsers {

	/** The system is not asked. */
	FileUsers UNKNOWN = (file) -> Set.of();

	/**
	 * Returns the processes that have a file open.
	 * @param file the file, absolute
	 * @return the process numbers, of those that this process may see; empty also if the
	 * system does not answer
	 */
	Set<Long> of(Path file);

}

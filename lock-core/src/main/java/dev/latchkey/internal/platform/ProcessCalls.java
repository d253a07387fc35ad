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

package dev.latchkey.internal.platform;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What locks ask about processes.
 */
public interface ProcessCalls {

	/**
	 * Returns this process.
	 * @return this process's identity, always the same object
	 */
	ProcessIdentity self();

	/**
	 * Describes a process for people.
	 * @param pid the process
	 * @return the description, or {@code null} if no such process can be seen
	 */
	@Nullable ProcessDescription describe(long pid);

	/**
	 * Returns whether a process has ended, or is about to: killed, and its files not all
	 * closed yet. That may take a while for one that has much memory.
	 * @param pid the process
	 * @return whether it is dying or dead; {@code false} if that is not known
	 */
	default boolean isDying(long pid) {
		return false;
	}

	/**
	 * Returns whether a process is stopped by a signal or a debugger.
	 * @param pid the process
	 * @return whether it is; {@code false} if that cannot be found
	 */
	default boolean isStopped(long pid) {
		return false;
	}

	/**
	 * Takes hold of a process.
	 * @param pid the process
	 * @return the process, to be closed; {@code null} if there is none of that number. It
	 * may be dead and not yet reaped
	 */
	@Nullable RunningProcess open(long pid);

	/**
	 * Returns how many files this process may have open.
	 * @return the limit, {@code Long.MAX_VALUE} if there is none
	 */
	default long mostOpenFiles() {
		return Long.MAX_VALUE;
	}

	/**
	 * Reads the kernel's table of locks, in one pass.
	 * @return a snapshot; empty where the system has no such table
	 */
	LockTable lockTable();

	/**
	 * Looks at the files that a process has open.
	 * @param pid the process
	 * @return its open files, none for a process that is dead; {@code null} if it lives
	 * and we may not look
	 */
	@Nullable OpenFiles openFiles(long pid);

	/**
	 * Returns the processes that have a file open, where that is better evidence of a
	 * holder than the file's content alone.
	 * @param file the file, absolute
	 * @return the processes that can be seen; empty where the system is not asked, or
	 * does not answer
	 */
	default Set<Long> usersOf(Path file) {
		return Set.of();
	}

	/**
	 * Lists all processes.
	 * @return those that can be seen
	 */
	List<Long> all();

	/**
	 * Finds what processes keep locked on the descriptor where children find the first
	 * file that they inherit.
	 * @return the processes of each file, as far as we may look
	 */
	Map<String, List<Long>> inheritors();

}

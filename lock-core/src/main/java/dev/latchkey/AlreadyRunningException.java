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

package dev.latchkey;

import java.io.Serial;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A program that may run once only runs already.
 *
 * @since 0.1
 */
public class AlreadyRunningException extends LatchkeyException {

	@Serial
	private static final long serialVersionUID = 1L;

	// Not serialized: they have no meaning elsewhere.
	private final transient Path pidFile;

	private final transient List<LockHolder> holders;

	/**
	 * Creates an exception.
	 * @param pidFile the pid file
	 * @param holders the instance that runs, as far as is known
	 */
	public AlreadyRunningException(Path pidFile, List<LockHolder> holders) {
		super(isThisProcess(holders)
				? "This process has the pid file '" + pidFile + "' already (pid " + ProcessHandle.current().pid()
						+ "), such as for another application context."
				: "Another instance is running: " + describe(holders) + ". It has the pid file '" + pidFile + "'.",
				isThisProcess(holders) ? "Close that first, or use another file." : "Stop it first.", null);
		this.pidFile = pidFile;
		this.holders = List.copyOf(holders);
	}

	/** The number alone may be that of a process of another container. */
	private static boolean isThisProcess(List<LockHolder> holders) {
		return holders.stream()
			.anyMatch((holder) -> holder.confidence() == LockHolder.Confidence.CONFIRMED
					&& holder.pid() == ProcessHandle.current().pid());
	}

	private static String describe(List<LockHolder> holders) {
		return holders.isEmpty() ? "its process could not be found"
				: holders.stream().map(LockHolder::toString).collect(Collectors.joining(" and "));
	}

	/**
	 * Returns the pid file.
	 * @return the path
	 */
	public Path pidFile() {
		return this.pidFile;
	}

	/**
	 * Returns whether this process has the pid file itself.
	 * @return whether another part of this process has claimed it
	 */
	public boolean isThisProcess() {
		return isThisProcess(this.holders);
	}

	/**
	 * Returns the instance that runs. Empty means unknown, as when it is in another
	 * container, never that none runs.
	 * @return the processes
	 */
	public List<LockHolder> holders() {
		return this.holders;
	}

}

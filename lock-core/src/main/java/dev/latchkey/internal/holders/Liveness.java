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

package dev.latchkey.internal.holders;

import java.time.Duration;
import java.time.Instant;

import dev.latchkey.internal.lockfile.LockFileContext;
import dev.latchkey.internal.platform.ProcessCalls;
import dev.latchkey.internal.platform.ProcessDescription;
import dev.latchkey.internal.platform.RunningProcess;

/**
 * Whether the process that a file names may still be the one that wrote it. It is asked
 * where the kernel's locks do not tell: beside programs that take no flock.
 */
public final class Liveness {

	/** Clocks, and the kernel's ticks, may differ by this much. */
	private static final Duration TOLERANCE = Duration.ofSeconds(10);

	private final ProcessCalls processes;

	/**
	 * Creates a judge.
	 * @param context the configuration
	 */
	public Liveness(LockFileContext context) {
		this.processes = context.platform().processes();
	}

	/**
	 * Returns whether a process may have written a file. One that we may not signal, or
	 * that cannot be proven to be another, may.
	 * @param pid the number in the file
	 * @param written when the file was written, by the wall clock
	 * @return false if no such process runs, or if it started only later; true if in
	 * doubt
	 */
	public boolean mayHaveWritten(long pid, Instant written) {
		return pid != this.processes.self().pid() && isAlive(pid) && !startedAfter(pid, written.plus(TOLERANCE));
	}

	private boolean isAlive(long pid) {
		try (RunningProcess process = this.processes.open(pid)) {
			return process != null && !process.awaitEnd(0);
		}
	}

	private boolean startedAfter(long pid, Instant time) {
		ProcessDescription process = this.processes.describe(pid);
		Instant startedAt = (process != null) ? process.startedAt() : null;
		return startedAt != null && startedAt.isAfter(time);
	}

}

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

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

import dev.latchkey.LockHolder;
import dev.latchkey.LockHolder.Confidence;
import dev.latchkey.internal.lockfile.LockFileContext;
import dev.latchkey.internal.lockfile.OpenLockFile;
import dev.latchkey.internal.platform.PlatformFeature;
import dev.latchkey.internal.platform.ProcessDescription;

/**
 * Holders as the files of their locks tell them, where the system does not tell which
 * processes have a file locked. A record is believed only while the file is locked, and
 * as long as its process lives: other programs lock files too, and write nothing.
 *
 * <p>
 * A holder that is found so is good for a message, and not for a decision: nothing proves
 * that it is the one that has the file locked.
 */
public final class RecordedHolders {

	/** Clocks, and the start times of processes, may differ by this much. */
	private static final Duration TOLERANCE = Duration.ofSeconds(10);

	private RecordedHolders() {
	}

	/**
	 * Returns whether records are all that tells of holders.
	 * @param context the configuration
	 * @return whether the system does not tell them
	 */
	public static boolean areNeeded(LockFileContext context) {
		return !context.platform().traits().has(PlatformFeature.CONFIRMED_HOLDERS);
	}

	/**
	 * Returns the process that a record names, if that may still be the one that wrote
	 * it.
	 * @param context the configuration
	 * @param pid the number in the record; 0 if there is none
	 * @param file the record's file, which the process has open while it holds the lock
	 * @param written when the record was written, or later
	 * @return the process; empty if no such process lives, if it has started later, or if
	 * the system tells that it has not the file open
	 */
	public static List<LockHolder> of(LockFileContext context, long pid, Path file, Instant written) {
		ProcessDescription process = (pid > 0) ? context.platform().processes().describe(pid) : null;
		if (process == null) {
			return List.of();
		}
		Instant startedAt = process.startedAt();
		boolean another = startedAt != null && startedAt.isAfter(written.plus(TOLERANCE));
		Set<Long> users = context.platform().processes().usersOf(file);
		if (another || !(users.isEmpty() || users.contains(pid))) {
			return List.of();
		}
		return List.of(new LockHolder(pid, startedAt, process.executable(), process.commandLine(),
				users.isEmpty() ? Confidence.SELF_REPORTED : Confidence.CONFIRMED));
	}

	/**
	 * Returns the process that an open file names, if that may still be the one that
	 * wrote it.
	 * @param context the configuration
	 * @param pid the number in the file; 0 if there is none
	 * @param file the file, which tells when it was changed last
	 * @return the process; empty if no such process lives, if it has started later, or if
	 * the system tells that it has not the file open
	 */
	public static List<LockHolder> of(LockFileContext context, long pid, OpenLockFile file) {
		return of(context, pid, file.path(), Instant.EPOCH.plus(file.modifiedMicros(), ChronoUnit.MICROS));
	}

}

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

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A process that holds a lock, or that the lock's file names as its holder.
 *
 * @param pid the process id, as seen from the process that asked
 * @param startedAt when the process started, or {@code null} if that is not known
 * @param executable the program that the process runs, or {@code null} if that is not
 * known
 * @param commandLine the program with its arguments, which may be secret, or {@code null}
 * if that is not known
 * @param confidence how well this is known
 * @since 0.1
 */
public record LockHolder(long pid, @Nullable Instant startedAt, @Nullable String executable,
		@Nullable String commandLine, Confidence confidence) {

	/**
	 * Describes the holder without its arguments.
	 */
	@Override
	public String toString() {
		StringBuilder text = new StringBuilder("pid ").append(this.pid);
		if (this.executable != null) {
			text.append(" (").append(this.executable);
			if (this.startedAt != null) {
				text.append(", started ").append(this.startedAt);
			}
			text.append(')');
		}
		if (this.confidence == Confidence.SELF_REPORTED) {
			text.append(", self-reported");
		}
		return text.toString();
	}

	/**
	 * How well a holder is known.
	 */
	public enum Confidence {

		/**
		 * The system names this process.
		 */
		CONFIRMED,

		/**
		 * The lock file's content names this process; the system could not be asked.
		 */
		SELF_REPORTED,

		/**
		 * Neither the system nor the content names this process.
		 */
		UNKNOWN

	}

}

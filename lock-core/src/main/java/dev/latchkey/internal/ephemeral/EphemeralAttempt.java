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

package dev.latchkey.internal.ephemeral;

import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

import dev.latchkey.internal.lockfile.OpenLockFile;

/**
 * The file that the name of an ephemeral lock leads to, and what it means.
 *
 * @param verdict what it means
 * @param file the file to hold, or to wait for
 * @param former the process that it is taken from, if the file named one
 */
record EphemeralAttempt(Verdict verdict, @Nullable OpenLockFile file, OptionalLong former) {

	void close() {
		if (this.file != null) {
			this.file.close();
		}
	}

	static EphemeralAttempt taken(@Nullable OpenLockFile ours, OptionalLong former) {
		return (ours != null) ? new EphemeralAttempt(Verdict.OURS, ours, former) : of(Verdict.GONE);
	}

	static EphemeralAttempt takenFromForeign(@Nullable OpenLockFile ours, OptionalLong former) {
		return (ours != null) ? new EphemeralAttempt(Verdict.OURS_FROM_FOREIGN, ours, former) : of(Verdict.GONE);
	}

	static EphemeralAttempt toWaitFor(Verdict verdict, OpenLockFile theirs) {
		return new EphemeralAttempt(verdict, theirs, OptionalLong.empty());
	}

	static EphemeralAttempt of(Verdict verdict) {
		return new EphemeralAttempt(verdict, null, OptionalLong.empty());
	}

	/**
	 * What the file at the name means.
	 */
	enum Verdict {

		/** We have published ours. */
		OURS,
		/** We have put ours in the place of one of a program without flock. */
		OURS_FROM_FOREIGN,
		/** The kernel says that its holder lives; it can be waited for. */
		ALIVE,
		/** The same, but it has not shown that for a long time. */
		STALLED,
		/** Nobody has it, but somebody shares its lock; that can be waited for. */
		SHARED_BY_OTHERS,
		/** The kernel does not say; it must be polled. */
		PERHAPS_ALIVE,
		/** A former holder asked to leave it alone for longer. */
		TOO_EARLY,
		/** It changed while it was looked at. */
		GONE

	}

}

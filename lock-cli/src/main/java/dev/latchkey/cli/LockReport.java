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

package dev.latchkey.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockInspection;
import dev.latchkey.LockState;
import dev.latchkey.internal.lockfile.LockFileNames;

/**
 * The result of looking at one lock.
 *
 * @param name the lock's name; escaped if only a digest of the rest is left
 * @param key its key, or {@code null}
 * @param path its file
 * @param inspection what was found, or {@code null} if it cannot be looked at
 * @param waiters the processes that wait for it, one for each waiting thread
 * @param failure why it cannot be looked at, or {@code null}
 */
record LockReport(String name, @Nullable String key, Path path, @Nullable LockInspection inspection,
		List<LockHolder> waiters, @Nullable LatchkeyException failure) {

	static LockReport of(LockInspection inspection, List<LockHolder> waiters) {
		return of(inspection.id(), inspection, waiters, null);
	}

	static LockReport failed(LockId id, LatchkeyException failure) {
		return of(id, null, List.of(), failure);
	}

	private static LockReport of(LockId id, @Nullable LockInspection inspection, List<LockHolder> waiters,
			@Nullable LatchkeyException failure) {
		LockFileNames.Parts parts = LockFileNames.parts(id.name());
		return new LockReport(parts.name(), parts.key(), id.path(), inspection, waiters, failure);
	}

	boolean isFree() {
		return this.inspection != null && this.inspection.state() == LockState.FREE;
	}

	boolean is(LockState state) {
		return this.inspection != null && this.inspection.state() == state;
	}

	/**
	 * Returns the state as the endpoint of an application names it.
	 * @return the state in lower case, {@code unknown} if the lock cannot be looked at
	 */
	String state() {
		return (this.inspection != null) ? this.inspection.state().name().toLowerCase(Locale.ROOT) : "unknown";
	}

	List<LockHolder> holders() {
		return (this.inspection != null) ? this.inspection.holders() : List.of();
	}

}

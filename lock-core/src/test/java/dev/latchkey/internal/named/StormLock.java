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

package dev.latchkey.internal.named;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * The locks of a storm.
 */
enum StormLock {

	/** A key whose file is broken and swept. */
	FIRST("a"),
	/** Another. */
	SECOND("b"),
	/** A key whose file a stranger removes, renames, replaces and cuts off too. */
	REMOVED("c"),
	/** A name without a key, which flock(1) uses too. */
	FOREIGN(null);

	private final @Nullable String key;

	StormLock(@Nullable String key) {
		this.key = key;
	}

	NamedLock in(NamedLocks locks) {
		return locks.lock("storm", this.key);
	}

	String fileName() {
		return ((this.key != null) ? "storm." + this.key : "storm") + NamedLocks.SUFFIX;
	}

	/** The tokens that a breaker has judged, eight bytes each. */
	Path judged(Path directory) {
		return directory.resolve("judged." + fileName());
	}

	/** Where a holder of a generation is. */
	Path oracle(Path directory, long generation) {
		return directory.resolve("oracle." + fileName() + "." + generation);
	}

	/** When a stranger removed the file. */
	Path removals(Path directory) {
		return directory.resolve("removed." + fileName());
	}

	/**
	 * When a breaker or a sweeper may have removed a file that a stranger had put there.
	 */
	Path lateRemovals(Path directory, NamedStormWorker.Role remover) {
		return directory.resolve("late." + remover + "." + fileName());
	}

}

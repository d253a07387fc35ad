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

package dev.latchkey.internal.waits;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.latchkey.LockHold;
import dev.latchkey.LockWait;
import dev.latchkey.internal.acquire.ActiveLocks;

/**
 * The waits of this process, with what their threads hold.
 */
final class OwnWaits {

	/** Who has more waits than this has other troubles. */
	private static final int MOST = 1000;

	private final ActiveLocks activeLocks;

	OwnWaits(ActiveLocks activeLocks) {
		this.activeLocks = activeLocks;
	}

	boolean areSome() {
		return !this.activeLocks.waits().isEmpty();
	}

	List<RecordedWait> waits() {
		return waits(Instant.MAX);
	}

	/**
	 * Returns the waits that began before a time, longest first. All of them went on at
	 * one moment, the one at which the holds were read.
	 */
	List<RecordedWait> waits(Instant before) {
		List<LockWait> waits = this.activeLocks.waits();
		Map<Thread, List<Path>> holds = holds();
		Set<LockWait> goingOn = Set.copyOf(this.activeLocks.waits());
		return waits.stream()
			.filter((wait) -> wait.since().isBefore(before) && goingOn.contains(wait))
			.limit(MOST)
			.map((wait) -> recorded(wait, holds))
			.toList();
	}

	private Map<Thread, List<Path>> holds() {
		Map<Thread, List<Path>> holds = new HashMap<>();
		for (LockHold hold : this.activeLocks.holds()) {
			Thread thread = hold.acquiredBy().thread();
			if (thread != null) {
				holds.computeIfAbsent(thread, (same) -> new ArrayList<>(1)).add(hold.id().path());
			}
		}
		return holds;
	}

	private static RecordedWait recorded(LockWait wait, Map<Thread, List<Path>> holds) {
		Thread thread = wait.caller().thread();
		return new RecordedWait(wait.id(), wait.since(), wait.until(), (thread != null) ? thread.getName() : null,
				wait.caller().callSite(),
				(thread != null) ? others(wait, holds.getOrDefault(thread, List.of())) : List.of());
	}

	/** Who has just got what it waited for is told to wait for it a moment longer. */
	private static List<Path> others(LockWait wait, List<Path> holds) {
		return holds.stream().filter((path) -> !path.equals(wait.id().path())).toList();
	}

}

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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

import dev.latchkey.Deadlock;

/**
 * Tells deadlocks from cycles of which a part was over already: another process tells
 * late that a wait of it has ended. What is seen for longer than it may be late was
 * there.
 */
final class LastingDeadlocks {

	private final long shortestNanos;

	private final LongSupplier nanoTime;

	private List<Seen> seen = List.of();

	LastingDeadlocks(Duration shortest, LongSupplier nanoTime) {
		this.shortestNanos = shortest.toNanos();
		this.nanoTime = nanoTime;
	}

	/**
	 * Notes what is seen now.
	 * @param found the cycles
	 * @return those that were seen each time since long enough ago
	 */
	List<Deadlock> among(List<Deadlock> found) {
		long now = this.nanoTime.getAsLong();
		List<Seen> seen = new ArrayList<>();
		for (Deadlock deadlock : found) {
			seen.add(new Seen(deadlock, firstSeen(deadlock, now)));
		}
		this.seen = seen;
		return seen.stream().filter((each) -> now - each.since >= this.shortestNanos).map(Seen::deadlock).toList();
	}

	private long firstSeen(Deadlock deadlock, long now) {
		return this.seen.stream()
			.filter((earlier) -> earlier.deadlock.isSame(deadlock))
			.mapToLong(Seen::since)
			.findFirst()
			.orElse(now);
	}

	/**
	 * A cycle.
	 *
	 * @param deadlock as it was last seen
	 * @param since when it was first seen
	 */
	private record Seen(Deadlock deadlock, long since) {
	}

}

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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.latchkey.Deadlock;
import dev.latchkey.Deadlock.Member;
import dev.latchkey.LockHolder;

/**
 * Finds deadlocks among waits: what leads to no wait is taken away until nothing is left
 * to take away; from each wait that is left, going on leads into a cycle. Each wait and
 * each hold is looked at a fixed number of times, so a crowd takes as long as it is long.
 */
final class Deadlocks {

	/** Further cycles are not told. */
	static final int MOST = 100;

	private final List<Wait> waits;

	private final Map<Path, List<Wait>> holders = new HashMap<>();

	private final Map<Path, List<Wait>> waiters = new HashMap<>();

	private final Map<Path, Optional<Wait>> blockers = new HashMap<>();

	private Deadlocks(List<Wait> waits) {
		this.waits = waits;
		for (Wait wait : waits) {
			this.waiters.computeIfAbsent(wait.lock(), (same) -> new ArrayList<>(1)).add(wait);
			for (Path held : wait.recorded.holds()) {
				this.holders.computeIfAbsent(held, (same) -> new ArrayList<>(1)).add(wait);
			}
		}
	}

	/**
	 * Finds the cycles.
	 * @param processes who waits for what
	 * @return each cycle once, beginning with its longest wait
	 */
	static Cycles find(List<WaitingProcess> processes) {
		Deadlocks deadlocks = new Deadlocks(waits(processes));
		deadlocks.removeDeadEnds();
		return deadlocks.cycles();
	}

	private static List<Wait> waits(List<WaitingProcess> processes) {
		List<Wait> waits = new ArrayList<>();
		for (WaitingProcess process : processes) {
			for (RecordedWait wait : process.waits()) {
				if (wait.thread() != null) {
					waits.add(new Wait(wait, member(process.process(), wait.thread(), wait)));
				}
			}
		}
		return waits;
	}

	private static Member member(LockHolder process, String thread, RecordedWait wait) {
		return new Member(process, thread, wait.callSite(), wait.lock(), wait.since(), wait.until());
	}

	/** A wait for what no wait holds ends, and what it holds is then held by one less. */
	private void removeDeadEnds() {
		Map<Path, Integer> holds = new HashMap<>();
		this.holders.forEach((lock, waits) -> holds.put(lock, waits.size()));
		Deque<Path> free = new ArrayDeque<>();
		this.waiters.keySet().stream().filter((lock) -> !holds.containsKey(lock)).forEach(free::add);
		for (Path lock = free.poll(); lock != null; lock = free.poll()) {
			for (Wait wait : this.waiters.getOrDefault(lock, List.of())) {
				wait.ends = true;
				for (Path held : wait.recorded.holds()) {
					if (holds.merge(held, -1, Integer::sum) == 0) {
						free.add(held);
					}
				}
			}
		}
	}

	private Cycles cycles() {
		List<Deadlock> found = new ArrayList<>();
		for (Wait start : this.waits) {
			Wait end = start;
			while (!end.ends && end.way == null) {
				end.way = start;
				end = blocker(end);
			}
			if (!end.ends && end.way == start && !end.isInCycle) {
				if (found.size() == MOST) {
					return new Cycles(found, false);
				}
				found.add(cycle(end));
			}
		}
		return new Cycles(found, true);
	}

	/** Returns the first wait that keeps a wait from ending. */
	private Wait blocker(Wait wait) {
		return this.blockers
			.computeIfAbsent(wait.lock(),
					(lock) -> this.holders.getOrDefault(lock, List.of())
						.stream()
						.filter((holder) -> !holder.ends)
						.findFirst())
			.orElseThrow();
	}

	private Deadlock cycle(Wait start) {
		List<Member> members = new ArrayList<>();
		for (Wait wait = start; !wait.isInCycle; wait = blocker(wait)) {
			wait.isInCycle = true;
			members.add(wait.member);
		}
		Member first = Collections.min(members,
				Comparator.comparing(Member::since)
					.thenComparing((member) -> member.process().pid())
					.thenComparing((member) -> member.lock().path()));
		Collections.rotate(members, -members.indexOf(first));
		return new Deadlock(members);
	}

	/**
	 * What was found.
	 *
	 * @param found the cycles
	 * @param areAll whether there are no more
	 */
	record Cycles(List<Deadlock> found, boolean areAll) {
	}

	/**
	 * A wait, and what is known of it so far.
	 */
	private static final class Wait {

		private final RecordedWait recorded;

		private final Member member;

		private boolean ends;

		/** Where the way began that came by here first. */
		private @Nullable Wait way;

		private boolean isInCycle;

		Wait(RecordedWait recorded, Member member) {
			this.recorded = recorded;
			this.member = member;
		}

		Path lock() {
			return this.recorded.lock().path();
		}

	}

}

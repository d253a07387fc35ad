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

package dev.latchkey.sample.board;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.latchkey.sample.board.BoardView.ProcessView;
import dev.latchkey.sample.board.Look.SeenHolder;
import dev.latchkey.sample.board.Look.SeenLock;
import dev.latchkey.sample.board.Look.SeenWaiter;

/**
 * The processes that were seen, each with a letter. Not thread-safe.
 */
final class Processes {

	private final Map<Long, SeenProcess> processes = new LinkedHashMap<>();

	private final Rivals rivals;

	private final Duration window;

	private int labels;

	Processes(Rivals rivals, Duration window) {
		this.rivals = rivals;
		this.window = window;
		SeenProcess unused = process(ProcessHandle.current().pid());
	}

	/**
	 * Takes up who is new, and drop who has ended long ago.
	 * @param look what was seen
	 */
	void add(Look look) {
		this.rivals.alive().forEach((rival) -> {
			SeenProcess unused = process(rival.pid());
		});
		Set<Long> active = active(look);
		active.forEach((pid) -> {
			SeenProcess unused = process(pid);
		});
		this.processes.values().forEach((process) -> process.update(look.at(), active.contains(process.pid())));
		this.processes.values().removeIf((process) -> process.endedBefore(look.at().minus(this.window)));
	}

	private static Set<Long> active(Look look) {
		Set<Long> pids = new HashSet<>();
		for (SeenLock lock : look.locks()) {
			SeenHolder holder = lock.holder();
			if (holder != null) {
				pids.add(holder.pid());
			}
			lock.waiters().stream().map(SeenWaiter::pid).forEach(pids::add);
		}
		return pids;
	}

	private SeenProcess process(long pid) {
		return this.processes.computeIfAbsent(pid,
				(key) -> new SeenProcess(nextLabel(), key, this.rivals.find(key).orElse(null)));
	}

	/** A, B, … Z, AA, AB, … */
	private String nextLabel() {
		int number = this.labels++;
		String letter = String.valueOf((char) ('A' + number % 26));
		return (number < 26) ? letter : (char) ('A' + (number / 26 - 1) % 26) + letter;
	}

	String label(long pid) {
		return process(pid).label();
	}

	@Nullable Instant killedAt(long pid) {
		return process(pid).killedAt();
	}

	List<ProcessView> view() {
		return this.processes.values().stream().map(SeenProcess::view).toList();
	}

}

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

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.latchkey.sample.board.BoardView.Takeover;
import dev.latchkey.sample.board.Look.SeenHolder;
import dev.latchkey.sample.board.Look.SeenLock;

/**
 * How long it took until a killed holder's lock had its next one. A fencing token is the
 * time of its acquisition, in microseconds, so the time is exact however seldom is
 * looked. Only those count who waited when the holder was killed. Not thread-safe.
 */
final class Takeovers {

	private static final int SHOWN = 5;

	private final List<Expected> expected = new ArrayList<>();

	private final Deque<Takeover> takeovers = new ArrayDeque<>();

	/**
	 * A process is killed.
	 * @param pid the process
	 * @param moment when it was killed
	 * @param before what was seen just before
	 */
	void killed(long pid, Instant moment, Look before) {
		for (SeenLock lock : before.locks()) {
			if (lock.isHeldBy(pid) && !lock.waiters().isEmpty()) {
				this.expected.add(new Expected(lock, pid, moment));
			}
		}
	}

	/**
	 * Sees who has taken over.
	 * @param look what was seen
	 * @param processes the processes, as they were seen then
	 */
	void add(Look look, Processes processes) {
		for (SeenLock lock : look.locks()) {
			SeenHolder holder = lock.holder();
			if (holder != null) {
				this.expected
					.removeIf((expected) -> expected.isAnsweredBy(lock, holder) && add(expected, holder, processes));
			}
		}
	}

	private boolean add(Expected expected, SeenHolder holder, Processes processes) {
		long micros = holder.token() - micros(expected.moment());
		if (micros >= 0 && expected.lock().isAwaitedBy(holder.pid())) {
			this.takeovers.addFirst(new Takeover(expected.lock().name(), processes.label(expected.pid()),
					processes.label(holder.pid()), TimeUnit.MICROSECONDS.toMillis(holder.token()), micros / 1000.0));
			if (this.takeovers.size() > SHOWN) {
				this.takeovers.removeLast();
			}
		}
		return true;
	}

	private static long micros(Instant moment) {
		return TimeUnit.SECONDS.toMicros(moment.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(moment.getNano());
	}

	List<Takeover> view() {
		return List.copyOf(this.takeovers);
	}

	/**
	 * A lock whose holder was killed.
	 *
	 * @param lock the lock, as it was before
	 * @param pid the process
	 * @param moment when it was killed
	 */
	private record Expected(SeenLock lock, long pid, Instant moment) {

		boolean isAnsweredBy(SeenLock later, SeenHolder holder) {
			return later.type().equals(this.lock.type()) && later.name().equals(this.lock.name())
					&& holder.pid() != this.pid;
		}

	}

}

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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.latchkey.sample.board.BoardView.LockView;
import dev.latchkey.sample.board.Look.SeenHolder;
import dev.latchkey.sample.board.Look.SeenLock;
import dev.latchkey.sample.board.Look.SeenWaiter;

/**
 * The last minutes of one lock. Beginnings are exact, for the locks tell them; ends are
 * as exact as looks are frequent, and what is shorter than the time between two looks may
 * be missed. Not thread-safe.
 */
final class Timeline {

	/** Held file locks before claims. */
	static final Comparator<Timeline> ORDER = Comparator.comparing((Timeline timeline) -> timeline.lock.type())
		.reversed()
		.thenComparing((timeline) -> timeline.lock.name());

	private final Duration window;

	private final Deque<PastHold> holds = new ArrayDeque<>();

	private final Deque<PastWait> waits = new ArrayDeque<>();

	private SeenLock lock;

	Timeline(SeenLock lock, Duration window) {
		this.lock = lock;
		this.window = window;
	}

	boolean isOf(SeenLock other) {
		return this.lock.type().equals(other.type()) && this.lock.name().equals(other.name());
	}

	/** The same lock, of which nothing is known so far. */
	Timeline begun() {
		return new Timeline(new SeenLock(this.lock.type(), this.lock.name(), "free", null, List.of()), this.window);
	}

	/**
	 * Adds what was seen.
	 * @param look what was seen
	 * @param processes the processes, as they were seen then
	 */
	void add(Look look, Processes processes) {
		Instant at = look.at();
		SeenLock lock = look.lock(this.lock.type(), this.lock.name());
		this.lock = lock;
		SeenHolder holder = lock.holder();
		addHold(holder, at, processes);
		addWaits(lock.waiters(), holder, at, processes);
		Instant edge = at.minus(this.window);
		this.holds.removeIf((hold) -> hold.endedBefore(edge));
		this.waits.removeIf((wait) -> wait.endedBefore(edge));
	}

	private void addHold(@Nullable SeenHolder holder, Instant at, Processes processes) {
		PastHold current = this.holds.peekLast();
		if (current != null && !current.isOf(holder)) {
			current.end((holder != null) ? holder.since() : at, processes.killedAt(current.pid()));
		}
		if (holder != null) {
			if (current == null || !current.isOf(holder)) {
				current = new PastHold(processes.label(holder.pid()), holder);
				this.holds.add(current);
			}
			current.seen(this.lock.state(), at);
		}
	}

	private void addWaits(List<SeenWaiter> waiters, @Nullable SeenHolder holder, Instant at, Processes processes) {
		List<PastWait> over = new ArrayList<>(this.waits);
		for (SeenWaiter waiter : waiters) {
			PastWait wait = over.stream().filter((each) -> each.isOf(waiter)).findFirst().orElse(null);
			if (wait == null) {
				wait = new PastWait(processes.label(waiter.pid()), waiter, at);
				this.waits.add(wait);
			}
			over.remove(wait);
			wait.seen(waiter);
		}
		over.forEach((wait) -> wait.end((holder != null && holder.pid() == wait.pid()) ? holder.since() : at));
	}

	LockView view() {
		return new LockView(this.lock.type(), this.lock.name(), this.lock.state(),
				this.holds.stream().map(PastHold::view).toList(), this.waits.stream().map(PastWait::view).toList());
	}

}

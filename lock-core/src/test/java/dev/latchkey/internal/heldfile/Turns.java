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

package dev.latchkey.internal.heldfile;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Lets two threads take their system calls in a given order: the first so many, then the
 * second so many, then the first to its end, then the second. Who would block passes its
 * turn on.
 */
final class Turns {

	private static final int UNLIMITED = Integer.MAX_VALUE;

	private static final ThreadLocal<Actor> self = new ThreadLocal<>();

	private final int[] budgets;

	private final Set<Actor> ended = EnumSet.noneOf(Actor.class);

	private final Set<Actor> blocked = EnumSet.noneOf(Actor.class);

	private final Map<Actor, Thread> threads = new EnumMap<>(Actor.class);

	private final Set<Actor> awaiting = EnumSet.noneOf(Actor.class);

	private final Set<Actor> exhausted = EnumSet.noneOf(Actor.class);

	private int segment;

	private int used;

	Turns(int firstCalls, int secondCalls) {
		this.budgets = new int[] { firstCalls, secondCalls, UNLIMITED, UNLIMITED };
	}

	/** Do something as one of the two. */
	void as(Actor actor, Runnable task) {
		self.set(actor);
		begin(actor);
		try {
			task.run();
		}
		finally {
			self.remove();
			end(actor);
		}
	}

	private synchronized void begin(Actor actor) {
		this.threads.put(actor, Thread.currentThread());
	}

	private synchronized void end(Actor actor) {
		this.ended.add(actor);
		this.blocked.clear();
		notifyAll();
	}

	/** Await the turn for one call; other threads than the two need none. */
	synchronized void take() {
		Actor actor = self.get();
		if (actor == null) {
			return;
		}
		long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
		this.awaiting.add(actor);
		while (due() != actor && !isStuck(actor.other())) {
			try {
				wait(1);
			}
			catch (InterruptedException ex) {
				throw new AssertionError(ex);
			}
			if (System.nanoTime() > limit) {
				throw new AssertionError("Nobody goes on: " + actor + " waits in part " + this.segment);
			}
		}
		this.awaiting.remove(actor);
		this.used++;
		this.blocked.remove(actor.other());
		notifyAll();
	}

	/** Let the other go on, because the lock that is wanted here is not free. */
	synchronized void pass() {
		Actor actor = self.get();
		if (actor == null) {
			throw new AssertionError("Only the two may block");
		}
		if (this.ended.contains(actor.other()) || this.blocked.contains(actor.other())) {
			throw new AssertionError("Both would wait indefinitely");
		}
		this.blocked.add(actor);
		notifyAll();
	}

	/**
	 * Tell whether a thread waits for something else than its turn: for a lock of this
	 * JVM.
	 */
	private boolean isStuck(Actor actor) {
		Thread thread = this.threads.get(actor);
		return thread != null && thread.getState() == Thread.State.WAITING && !this.awaiting.contains(actor);
	}

	private Actor due() {
		while (this.used >= this.budgets[this.segment]) {
			this.exhausted.add(planned());
			this.segment++;
			this.used = 0;
		}
		Actor planned = planned();
		boolean goesOn = !this.ended.contains(planned) && !this.blocked.contains(planned);
		return goesOn ? planned : planned.other();
	}

	private Actor planned() {
		return (this.segment % 2 == 0) ? Actor.FIRST : Actor.SECOND;
	}

	/** Tell whether one of the two wanted more calls than it was to take at first. */
	synchronized boolean wasCutShort(Actor actor) {
		return this.exhausted.contains(actor);
	}

	enum Actor {

		FIRST, SECOND;

		Actor other() {
			return (this == FIRST) ? SECOND : FIRST;
		}

	}

}

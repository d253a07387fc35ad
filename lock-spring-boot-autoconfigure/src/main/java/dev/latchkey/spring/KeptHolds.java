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

package dev.latchkey.spring;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.latchkey.LockLostException;

/**
 * The holds that a transaction keeps until it has completed. Those of the transactions
 * that were suspended for it are its outer ones: they are kept too, and a call that needs
 * such a lock must not wait for it.
 */
final class KeptHolds {

	private static final Log logger = LogFactory.getLog(KeptHolds.class);

	private final @Nullable KeptHolds outer;

	private final Deque<CountedHold> holds = new ArrayDeque<>();

	/** Calls of the transaction that wait for a lock which it may come to keep. */
	private final List<Waiter> waiters = new ArrayList<>();

	private boolean released;

	KeptHolds(@Nullable KeptHolds outer) {
		this.outer = outer;
	}

	/** Returns the innermost of these that keep something. */
	static @Nullable KeptHolds open(@Nullable KeptHolds innermost) {
		KeptHolds kept = innermost;
		while (kept != null && kept.isEmpty()) {
			kept = kept.outer;
		}
		return kept;
	}

	@Nullable KeptHolds outer() {
		return open(this.outer);
	}

	/** Finds the hold of a lock, here or further out. */
	static @Nullable CountedHold find(@Nullable KeptHolds innermost, Path file) {
		for (KeptHolds kept = open(innermost); kept != null; kept = kept.outer()) {
			CountedHold hold = kept.findHere(file);
			if (hold != null) {
				return hold;
			}
		}
		return null;
	}

	boolean isAtServer() {
		return holds().stream().anyMatch(CountedHold::isAtServer);
	}

	/** Keeps a hold, unless it is kept or the transaction has completed. */
	void add(CountedHold hold) {
		keep(hold).forEach((waiter) -> waiter.whenKept.accept(hold));
	}

	private synchronized List<Waiter> keep(CountedHold hold) {
		if (this.released || this.holds.contains(hold)) {
			return List.of();
		}
		hold.keep();
		this.holds.push(hold);
		List<Waiter> ready = this.waiters.stream().filter((waiter) -> hold.isOf(waiter.file)).toList();
		this.waiters.removeAll(ready);
		return ready;
	}

	/**
	 * Waits until another call of the transaction makes it keep a lock.
	 * @param whenKept what to do then, at once if it is kept already
	 * @return ends the wait
	 */
	Runnable await(Path file, Consumer<CountedHold> whenKept) {
		Waiter waiter = new Waiter(file, whenKept);
		CountedHold kept;
		synchronized (this) {
			kept = findHere(file);
			if (kept == null) {
				this.waiters.add(waiter);
			}
		}
		if (kept != null) {
			whenKept.accept(kept);
		}
		return () -> forget(waiter);
	}

	private synchronized void forget(Waiter waiter) {
		this.waiters.remove(waiter);
	}

	private synchronized @Nullable CountedHold findHere(Path file) {
		return this.holds.stream().filter((hold) -> hold.isOf(file)).findFirst().orElse(null);
	}

	/**
	 * Refuses to go on without one of the locks.
	 * @throws LockLostException if one was lost
	 */
	void requireHeld() {
		holds().forEach(CountedHold::requireHeld);
	}

	/**
	 * Releases all, the last one first.
	 * @param rolledBack whether nothing has come of what was done under the locks
	 */
	void release(boolean rolledBack) {
		for (CountedHold hold : end()) {
			try {
				hold.leaveTransaction();
			}
			catch (RuntimeException ex) {
				if (!rolledBack) {
					logger.warn("Lock '" + hold.id().path() + "' was lost while its transaction committed. "
							+ "Another process may have held it at the same time: " + ex.getMessage());
				}
			}
		}
	}

	private synchronized List<CountedHold> end() {
		this.released = true;
		List<CountedHold> holds = holds();
		this.holds.clear();
		return holds;
	}

	private synchronized boolean isEmpty() {
		return this.holds.isEmpty();
	}

	private synchronized List<CountedHold> holds() {
		return List.copyOf(this.holds);
	}

	private record Waiter(Path file, Consumer<CountedHold> whenKept) {
	}

}

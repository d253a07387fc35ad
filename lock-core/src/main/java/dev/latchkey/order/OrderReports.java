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

package dev.latchkey.order;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import dev.latchkey.LockEvent;
import dev.latchkey.LockListener;
import dev.latchkey.LockOrderException;

/**
 * Handles steps out of order: they are counted, reported to the listener, and thrown or
 * logged.
 */
final class OrderReports {

	/** Without a listener. */
	static final OrderReports NONE = new OrderReports(false, LockListener.NONE);

	private static final Logger logger = System.getLogger(LockTiers.class.getName());

	/** Beyond this many pairs of call sites nothing more is logged; it is counted. */
	private static final int MOST_PAIRS = 1000;

	private final boolean failing;

	private final LockListener listener;

	private final LongAdder count = new LongAdder();

	private final Set<String> logged = ConcurrentHashMap.newKeySet();

	private volatile boolean tracing;

	OrderReports(boolean failing, LockListener listener) {
		this.failing = failing;
		this.listener = listener;
		this.tracing = failing;
	}

	/** Whether it is written down where each lock is taken. */
	boolean isTracing() {
		return this.tracing;
	}

	long count() {
		return this.count.sum();
	}

	void refuse(TierScope outer, TierScope inner) {
		LockOrderException problem = problem(outer, inner);
		tell(problem);
		if (this.failing) {
			throw problem;
		}
		logOnce(problem);
	}

	/** It is not known whether the outer task waits for the inner one. */
	void log(TierScope outer, TierScope inner) {
		LockOrderException problem = problem(outer, inner);
		tell(problem);
		logOnce(problem);
	}

	/** A release is never refused. */
	void outOfOrder(TierScope closed, TierScope stillOpen) {
		LockOrderException problem = new LockOrderException(closed.step(), stillOpen.step(),
				"The outer one was closed first. Close scopes in the reverse order of opening, "
						+ "as a try-with-resources statement does");
		tell(problem);
		logOnce(problem);
	}

	private static LockOrderException problem(TierScope outer, TierScope inner) {
		return new LockOrderException(outer.step(), inner.stepNow(), remedy(outer, inner));
	}

	private void tell(LockOrderException problem) {
		this.count.increment();
		this.tracing = true;
		this.listener.onEvent(new LockEvent.OutOfOrder(problem));
	}

	private void logOnce(LockOrderException problem) {
		String pair = problem.outer().callSite() + " " + problem.inner().callSite();
		if (this.logged.size() < MOST_PAIRS && this.logged.add(pair)) {
			logger.log(Level.WARNING, "A lock was asked for out of order", problem);
		}
	}

	private static String remedy(TierScope outer, TierScope inner) {
		if (outer.step().tier() == null || inner.step().tier() == null) {
			return "A thread that waits in a pool may run another task of it, which waits for this pack indefinitely. "
					+ "Take the pack before the section or after it, or let its tasks run without packs";
		}
		return "Take the lock of the earlier tier first, or release the other before";
	}

}

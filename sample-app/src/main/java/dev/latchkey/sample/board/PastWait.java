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

import org.jspecify.annotations.Nullable;

import dev.latchkey.sample.board.BoardView.WaitView;
import dev.latchkey.sample.board.Look.SeenWaiter;

/**
 * A wait that was seen, from its beginning to its end.
 */
final class PastWait {

	private final String process;

	private final long pid;

	private @Nullable String callSite;

	/** When it began, or, as long as that is not known, when it was first seen. */
	private Instant start;

	private boolean told;

	private @Nullable Instant end;

	PastWait(String process, SeenWaiter waiter, Instant at) {
		this.process = process;
		this.pid = waiter.pid();
		this.start = at;
	}

	long pid() {
		return this.pid;
	}

	/** Whether that one still waits in this wait, and not in another. */
	boolean isOf(SeenWaiter waiter) {
		return this.end == null && this.pid == waiter.pid()
				&& (!this.told || waiter.since() == null || this.start.equals(waiter.since()));
	}

	/** A process tells of a wait only when it has lasted for a while. */
	void seen(SeenWaiter waiter) {
		Instant since = waiter.since();
		if (since != null) {
			this.start = since;
			this.callSite = waiter.callSite();
			this.told = true;
		}
	}

	void end(Instant at) {
		if (this.end == null) {
			this.end = at;
		}
	}

	boolean endedBefore(Instant edge) {
		return this.end != null && this.end.isBefore(edge);
	}

	WaitView view() {
		return new WaitView(this.process, this.callSite, this.start.toEpochMilli(),
				(this.end != null) ? this.end.toEpochMilli() : null);
	}

}

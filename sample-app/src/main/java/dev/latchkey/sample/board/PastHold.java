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
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.latchkey.sample.board.BoardView.HoldView;
import dev.latchkey.sample.board.BoardView.Span;
import dev.latchkey.sample.board.Look.SeenHolder;

/**
 * A hold that was seen, from its beginning to its end.
 */
final class PastHold {

	private final String process;

	private final SeenHolder holder;

	private final List<Span> stalls = new ArrayList<>();

	private @Nullable Instant stalledSince;

	private @Nullable Instant end;

	private boolean killed;

	PastHold(String process, SeenHolder holder) {
		this.process = process;
		this.holder = holder;
	}

	long pid() {
		return this.holder.pid();
	}

	/** Whether it is the hold of that holder, and not an earlier one or another's. */
	boolean isOf(@Nullable SeenHolder other) {
		return this.end == null && other != null && other.pid() == this.holder.pid()
				&& other.token() == this.holder.token();
	}

	void seen(String state, Instant at) {
		boolean stalled = state.equals("stalled");
		if (stalled && this.stalledSince == null) {
			this.stalledSince = at;
		}
		else if (!stalled) {
			endStall(at);
		}
	}

	private void endStall(Instant at) {
		Instant since = this.stalledSince;
		if (since != null) {
			this.stalls.add(new Span(since.toEpochMilli(), at.toEpochMilli()));
			this.stalledSince = null;
		}
	}

	/**
	 * It has ended.
	 * @param at when that was seen
	 * @param killedAt when its holder was killed, if it was
	 */
	void end(Instant at, @Nullable Instant killedAt) {
		if (this.end == null) {
			this.killed = killedAt != null;
			this.end = (killedAt != null) ? killedAt : at;
			endStall(this.end);
		}
	}

	boolean endedBefore(Instant edge) {
		return this.end != null && this.end.isBefore(edge);
	}

	HoldView view() {
		List<Span> stalls = new ArrayList<>(this.stalls);
		if (this.stalledSince != null) {
			stalls.add(new Span(this.stalledSince.toEpochMilli(), null));
		}
		return new HoldView(this.process, this.holder.token(), this.holder.since().toEpochMilli(),
				(this.end != null) ? this.end.toEpochMilli() : null, this.killed, stalls);
	}

}

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
import java.util.ArrayList;
import java.util.List;

import org.springframework.stereotype.Component;

import dev.latchkey.sample.board.Look.SeenLock;

/**
 * What is known of the locks and of those who use them. The only one that puts looks
 * together, one at a time.
 */
@Component
class Board {

	/** For how long what has ended is shown. */
	static final Duration WINDOW = Duration.ofMinutes(2);

	private final LockReader reader;

	private final Rivals rivals;

	private final Processes processes;

	private final Takeovers takeovers = new Takeovers();

	private final List<Timeline> timelines = new ArrayList<>();

	private long since;

	Board(LockReader reader, Rivals rivals) {
		this.reader = reader;
		this.rivals = rivals;
		this.processes = new Processes(rivals, WINDOW);
	}

	/** Nobody has looked for a while, so there is a gap. The locks are known still. */
	synchronized void reset() {
		this.timelines.replaceAll(Timeline::begun);
		this.since = 0;
	}

	/**
	 * Looks at the locks.
	 * @return what is known now
	 */
	synchronized BoardView look() {
		Look look = this.reader.look();
		if (this.since == 0) {
			this.since = look.at().toEpochMilli();
		}
		this.processes.add(look);
		look.locks().stream().filter(this::isNew).forEach((lock) -> this.timelines.add(new Timeline(lock, WINDOW)));
		this.timelines.sort(Timeline.ORDER);
		this.timelines.forEach((timeline) -> timeline.add(look, this.processes));
		this.takeovers.add(look, this.processes);
		return new BoardView(this.since, WINDOW.toMillis(), look.directory(), look.problem(), this.rivals.left(),
				this.processes.view(), this.timelines.stream().map(Timeline::view).toList(), this.takeovers.view());
	}

	private boolean isNew(SeenLock lock) {
		return this.timelines.stream().noneMatch((timeline) -> timeline.isOf(lock));
	}

	/**
	 * Kills a rival.
	 * @param rival the rival
	 */
	synchronized void kill(Rival rival) {
		Look before = this.reader.look();
		this.takeovers.killed(rival.pid(), rival.kill(), before);
	}

}

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
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.DefaultApplicationArguments;

import dev.latchkey.sample.board.BoardView.Takeover;
import dev.latchkey.sample.board.Look.SeenHolder;
import dev.latchkey.sample.board.Look.SeenLock;
import dev.latchkey.sample.board.Look.SeenWaiter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What counts as a take-over, and how long it took. Process 1 is B, process 2 is C.
 */
class TakeoversTests {

	private static final Instant KILL = Instant.ofEpochSecond(10);

	private final Processes processes = new Processes(
			new Rivals(new RivalProperties(0, List.of(), false), new DefaultApplicationArguments()),
			Duration.ofMinutes(1));

	private final Takeovers takeovers = new Takeovers();

	@Test
	void theTokenOfTheSuccessorTellsWhenItHadTheLock() {
		this.takeovers.killed(1, KILL, look(holder(1, 5_000_000), waiter(2)));
		this.takeovers.add(look(null), this.processes);
		assertThat(this.takeovers.view()).isEmpty();
		this.takeovers.add(look(holder(2, 10_002_500)), this.processes);
		this.takeovers.add(look(holder(2, 10_002_500)), this.processes);
		assertThat(this.takeovers.view()).containsExactly(new Takeover("workspace", "B", "C", 10_002, 2.5));
	}

	@Test
	void whoCameLaterHasNotTakenOver() {
		this.takeovers.killed(1, KILL, look(holder(1, 5_000_000), waiter(2)));
		this.takeovers.add(look(holder(3, 12_000_000)), this.processes);
		assertThat(this.takeovers.view()).isEmpty();
	}

	@Test
	void whoHadTheLockBeforeTheKillHasNotTakenOver() {
		this.takeovers.killed(1, KILL, look(holder(1, 5_000_000), waiter(2)));
		this.takeovers.add(look(holder(2, 9_999_000)), this.processes);
		assertThat(this.takeovers.view()).isEmpty();
	}

	@Test
	void ofOneThatHeldNothingNothingIsExpected() {
		this.takeovers.killed(3, KILL, look(holder(1, 5_000_000), waiter(2)));
		this.takeovers.add(look(holder(2, 10_002_500)), this.processes);
		assertThat(this.takeovers.view()).isEmpty();
	}

	private static Look look(@Nullable SeenHolder holder, SeenWaiter... waiters) {
		return new Look(KILL, "", null,
				List.of(new SeenLock("held-file", "workspace", "held", holder, List.of(waiters))));
	}

	private static SeenHolder holder(long pid, long token) {
		return new SeenHolder(pid, KILL, token);
	}

	private static SeenWaiter waiter(long pid) {
		return new SeenWaiter(pid, KILL, null);
	}

}

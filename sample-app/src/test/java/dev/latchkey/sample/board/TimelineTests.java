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

import dev.latchkey.sample.board.BoardView.HoldView;
import dev.latchkey.sample.board.BoardView.Span;
import dev.latchkey.sample.board.BoardView.WaitView;
import dev.latchkey.sample.board.Look.SeenHolder;
import dev.latchkey.sample.board.Look.SeenLock;
import dev.latchkey.sample.board.Look.SeenWaiter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What looks add up to. Moments are milliseconds; process 1 is B, process 2 is C.
 */
class TimelineTests {

	private final Processes processes = new Processes(
			new Rivals(new RivalProperties(0, List.of(), false), new DefaultApplicationArguments()),
			Duration.ofSeconds(1));

	private final Timeline timeline = new Timeline(lock("free", null), Duration.ofSeconds(1));

	@Test
	void aHoldBeginsWhenItWasAcquiredAndEndsWhenItWasSeenToBeOver() {
		look(200, "held", holder(1, 150));
		look(400, "held", holder(1, 150));
		assertThat(holds()).containsExactly(new HoldView("B", 150, 150, null, false, List.of()));
		look(600, "free", null);
		look(800, "free", null);
		assertThat(holds()).containsExactly(new HoldView("B", 150, 150, 600L, false, List.of()));
	}

	@Test
	void itEndsNoLaterThanTheNextBegins() {
		look(200, "held", holder(1, 150));
		look(400, "held", holder(2, 310));
		assertThat(holds()).containsExactly(new HoldView("B", 150, 150, 310L, false, List.of()),
				new HoldView("C", 310, 310, null, false, List.of()));
	}

	@Test
	void theNextHoldOfTheSameProcessIsAnother() {
		look(200, "held", holder(1, 150));
		look(400, "held", holder(1, 390));
		assertThat(holds()).extracting(HoldView::from).containsExactly(150L, 390L);
	}

	@Test
	void aStallIsAPartOfItsHold() {
		look(200, "held", holder(1, 150));
		look(400, "stalled", holder(1, 150));
		assertThat(holds().get(0).stalls()).containsExactly(new Span(400, null));
		look(600, "stalled", holder(1, 150));
		look(800, "held", holder(1, 150));
		assertThat(holds()).containsExactly(new HoldView("B", 150, 150, null, false, List.of(new Span(400, 800L))));
	}

	@Test
	void aWaitEndsWhenTheLockIsHadOrWhenItIsGivenUp() {
		look(200, "held", holder(1, 150), waiter(2, 160), waiter(3, 170));
		look(400, "held", holder(2, 310));
		assertThat(waits()).containsExactly(new WaitView("C", null, 160, 310L), new WaitView("D", null, 170, 400L));
	}

	@Test
	void aWaitThatIsToldOfLaterIsTheSame() {
		look(200, "held", holder(1, 150), new SeenWaiter(2, null, null));
		assertThat(waits()).containsExactly(new WaitView("C", null, 200, null));
		look(400, "held", holder(1, 150), new SeenWaiter(2, Instant.ofEpochMilli(190), "Job.run"));
		assertThat(waits()).containsExactly(new WaitView("C", "Job.run", 190, null));
		look(600, "held", holder(1, 150), waiter(2, 500));
		assertThat(waits()).extracting(WaitView::from).containsExactly(190L, 500L);
	}

	@Test
	void whatEndedBeforeTheWindowIsForgotten() {
		look(200, "held", holder(1, 150), waiter(2, 160));
		look(400, "free", null);
		look(1400, "free", null);
		assertThat(holds()).hasSize(1);
		look(1600, "free", null);
		assertThat(holds()).isEmpty();
		assertThat(waits()).isEmpty();
	}

	private List<WaitView> waits() {
		return this.timeline.view().waits();
	}

	private List<HoldView> holds() {
		return this.timeline.view().holds();
	}

	private void look(long at, String state, @Nullable SeenHolder holder, SeenWaiter... waiters) {
		this.timeline.add(new Look(Instant.ofEpochMilli(at), "", null, List.of(lock(state, holder, waiters))),
				this.processes);
	}

	private static SeenLock lock(String state, @Nullable SeenHolder holder, SeenWaiter... waiters) {
		return new SeenLock("held-file", "workspace", state, holder, List.of(waiters));
	}

	private static SeenHolder holder(long pid, long since) {
		return new SeenHolder(pid, Instant.ofEpochMilli(since), since);
	}

	private static SeenWaiter waiter(long pid, long since) {
		return new SeenWaiter(pid, Instant.ofEpochMilli(since), null);
	}

}

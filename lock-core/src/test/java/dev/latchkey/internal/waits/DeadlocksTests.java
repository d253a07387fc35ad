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

package dev.latchkey.internal.waits;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.latchkey.LockHolder;
import dev.latchkey.LockHolder.Confidence;
import dev.latchkey.LockId;
import dev.latchkey.LockType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Deadlocks}.
 */
class DeadlocksTests {

	@Test
	void nobodyWaits() {
		assertThat(Deadlocks.find(List.of()).found()).isEmpty();
	}

	@Test
	void aRowIsNoCircle() {
		assertThat(pids(process(1, wait("b", "a")), process(2, wait("c", "b")), process(3, wait("d", "c")))).isEmpty();
	}

	@Test
	void threeInACircle() {
		assertThat(pids(process(1, wait("b", "a")), process(2, wait("c", "b")), process(3, wait("a", "c"))))
			.containsExactly(List.of(1L, 2L, 3L));
	}

	@Test
	void whoWaitsForACircleIsNotInIt() {
		assertThat(pids(process(1, wait("b", "a")), process(2, wait("a", "b")), process(3, wait("a"), wait("b", "z"))))
			.containsExactly(List.of(1L, 2L));
	}

	@Test
	void twoThreadsOfAProcess() {
		assertThat(pids(process(1, wait("b", "a"), wait("a", "b")))).containsExactly(List.of(1L, 1L));
	}

	@Test
	void twoCircles() {
		assertThat(pids(process(1, wait("b", "a")), process(2, wait("a", "b")), process(3, wait("y", "x")),
				process(4, wait("x", "y"))))
			.containsExactlyInAnyOrder(List.of(1L, 2L), List.of(3L, 4L));
	}

	@Test
	void aWaitOfNoThreadIsInNoCircle() {
		RecordedWait wait = wait("b", "a");
		RecordedWait noThread = new RecordedWait(wait.lock(), wait.since(), null, null, null, wait.holds());
		assertThat(pids(process(1, noThread), process(2, wait("a", "b")))).isEmpty();
	}

	@Test
	void itEndsWhenTheFirstGivesUp() {
		Instant soon = Instant.ofEpochSecond(10);
		RecordedWait forEver = wait("b", "a");
		RecordedWait limited = new RecordedWait(wait("a", "b").lock(), forEver.since(), soon, "t", null,
				List.of(file("b")));
		assertThat(Deadlocks.find(List.of(process(1, forEver), process(2, limited))).found()).singleElement()
			.satisfies((deadlock) -> assertThat(deadlock.until()).isEqualTo(soon));
		assertThat(Deadlocks.find(List.of(process(1, forEver), process(2, wait("a", "b")))).found()).singleElement()
			.satisfies((deadlock) -> assertThat(deadlock.isTemporary()).isFalse());
	}

	@Test
	@Timeout(60)
	void aCrowdThatHoldsAndWantsOneLockTakesNoLongerThanItIsLong() {
		RecordedWait[] crowd = IntStream.range(0, 100_000)
			.mapToObj((i) -> wait("end", "start", "own" + i))
			.toArray(RecordedWait[]::new);
		assertThat(Deadlocks.find(List.of(process(1, crowd), process(2, wait("start", "middle")))).found()).isEmpty();
		assertThat(pids(process(1, crowd), process(2, wait("start", "end")))).singleElement()
			.satisfies((pids) -> assertThat(pids).containsExactly(1L, 2L));
	}

	@Test
	@Timeout(60)
	void aLongRowTakesNoLongerThanItIsLong() {
		RecordedWait[] row = IntStream.range(0, 100_000)
			.mapToObj((i) -> wait("lock" + (i + 1), "lock" + i))
			.toArray(RecordedWait[]::new);
		assertThat(Deadlocks.find(List.of(process(1, row))).found()).isEmpty();
		assertThat(pids(process(1, row), process(2, wait("lock0", "lock100000")))).singleElement()
			.satisfies((pids) -> assertThat(pids).hasSize(100_001));
	}

	@Test
	void moreCirclesThanAnybodyReadsAreLeftOutAndThatIsSaid() {
		RecordedWait[] pairs = IntStream.range(0, 300)
			.mapToObj((i) -> wait("lock" + (i ^ 1), "lock" + i))
			.toArray(RecordedWait[]::new);
		assertThat(Deadlocks.find(List.of(process(1, pairs)))).satisfies((cycles) -> {
			assertThat(cycles.found()).hasSize(Deadlocks.MOST);
			assertThat(cycles.areAll()).isFalse();
		});
		assertThat(Deadlocks.find(List.of(process(1, wait("b", "a"), wait("a", "b")))).areAll()).isTrue();
	}

	private static List<List<Long>> pids(WaitingProcess... processes) {
		return Deadlocks.find(List.of(processes))
			.found()
			.stream()
			.map((deadlock) -> deadlock.members().stream().map((member) -> member.process().pid()).toList())
			.toList();
	}

	private static WaitingProcess process(long pid, RecordedWait... waits) {
		return new WaitingProcess(new LockHolder(pid, null, null, null, Confidence.SELF_REPORTED), List.of(waits));
	}

	private static RecordedWait wait(String wanted, String... held) {
		return new RecordedWait(new LockId(LockType.HELD_FILE, wanted, file(wanted)), Instant.EPOCH, null, "t", null,
				Arrays.stream(held).map(DeadlocksTests::file).toList());
	}

	private static Path file(String name) {
		return Path.of("/locks", name);
	}

}

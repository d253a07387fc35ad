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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import dev.latchkey.Deadlock;
import dev.latchkey.Deadlock.Member;
import dev.latchkey.LockHolder;
import dev.latchkey.LockHolder.Confidence;
import dev.latchkey.LockId;
import dev.latchkey.LockType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LastingDeadlocks}.
 */
class LastingDeadlocksTests {

	private final AtomicLong millis = new AtomicLong();

	private final LastingDeadlocks lasting = new LastingDeadlocks(Duration.ofMillis(400),
			() -> Duration.ofMillis(this.millis.get()).toNanos());

	@Test
	void whatIsSeenForTheWholeTimeLasts() {
		assertThat(seenAt(0, deadlock(1))).isEmpty();
		assertThat(seenAt(399, deadlock(1))).isEmpty();
		assertThat(seenAt(400, deadlock(1))).hasSize(1);
		assertThat(seenAt(600, deadlock(1), deadlock(2))).hasSize(1);
	}

	@Test
	void anInterruptionBeginsAnew() {
		assertThat(seenAt(0, deadlock(1))).isEmpty();
		assertThat(seenAt(200)).isEmpty();
		assertThat(seenAt(500, deadlock(1))).isEmpty();
		assertThat(seenAt(900, deadlock(1))).hasSize(1);
	}

	@Test
	void laterWaitsOfTheSameThreadsAreAnotherDeadlock() {
		assertThat(seenAt(0, deadlock(1))).isEmpty();
		assertThat(seenAt(500, deadlock(2))).isEmpty();
	}

	private List<Deadlock> seenAt(long time, Deadlock... found) {
		this.millis.set(time);
		return this.lasting.among(List.of(found));
	}

	private static Deadlock deadlock(long since) {
		return new Deadlock(List.of(new Member(new LockHolder(1, null, null, null, Confidence.SELF_REPORTED), "t", null,
				new LockId(LockType.HELD_FILE, "a", Path.of("/locks/a")), Instant.ofEpochSecond(since), null)));
	}

}

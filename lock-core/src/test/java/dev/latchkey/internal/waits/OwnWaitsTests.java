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
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.latchkey.LockCaller;
import dev.latchkey.LockEvent;
import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockHolder.Confidence;
import dev.latchkey.LockId;
import dev.latchkey.LockType;
import dev.latchkey.LockWait;
import dev.latchkey.internal.acquire.ActiveLocks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OwnWaits}.
 */
class OwnWaitsTests {

	private static final LockHolder SELF = new LockHolder(1, null, null, null, Confidence.CONFIRMED);

	private final ActiveLocks activeLocks = new ActiveLocks();

	private final OwnWaits own = new OwnWaits(this.activeLocks);

	@Test
	void aWaitTellsWhatItsThreadHoldsBesides() {
		this.activeLocks.onEvent(new LockEvent.Acquired(new Held(id("a"), () -> {
		})));
		this.activeLocks.onEvent(new LockEvent.WaitStarted(wait("b")));
		assertThat(this.own.waits()).singleElement()
			.satisfies((wait) -> assertThat(wait.holds()).containsExactly(id("a").path()));
	}

	@Test
	void whoHasJustGotWhatItWaitedForDoesNotWaitForItself() {
		this.activeLocks.onEvent(new LockEvent.WaitStarted(wait("a")));
		// The wait ends when it is known what came of it.
		this.activeLocks.onEvent(new LockEvent.Acquired(new Held(id("a"), () -> {
		})));
		assertThat(Deadlocks.find(List.of(new WaitingProcess(SELF, this.own.waits()))).found()).isEmpty();
	}

	@Test
	void aWaitThatEndsWhileTheHoldsAreReadIsOver() {
		LockWait first = wait("a");
		this.activeLocks.onEvent(new LockEvent.WaitStarted(first));
		this.activeLocks.onEvent(new LockEvent.WaitStarted(wait("c")));
		this.activeLocks.onEvent(new LockEvent.Acquired(new Held(id("b"),
				() -> this.activeLocks.onEvent(new LockEvent.WaitEnded(first, LockWait.Outcome.ACQUIRED)))));
		assertThat(this.own.waits()).extracting(RecordedWait::lock).containsExactly(id("c"));
	}

	private static LockWait wait(String name) {
		return new LockWait(id(name), LockCaller.current(), Instant.now(), null);
	}

	private static LockId id(String name) {
		return new LockId(LockType.HELD_FILE, name, Path.of("/locks", name));
	}

	/**
	 * A hold of this thread.
	 *
	 * @param id the lock
	 * @param meanwhile what happens while it is looked at
	 */
	private record Held(LockId id, Runnable meanwhile) implements LockHold {

		@Override
		public boolean isHeld() {
			return true;
		}

		@Override
		public void requireHeld() {
		}

		@Override
		public long fencingToken() {
			return 1;
		}

		@Override
		public LockHolder holder() {
			return SELF;
		}

		@Override
		public LockCaller acquiredBy() {
			this.meanwhile.run();
			return LockCaller.current();
		}

		@Override
		public Instant acquiredAt() {
			return Instant.EPOCH;
		}

		@Override
		public void close() {
		}

	}

}

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

package dev.latchkey;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Something that happened to a lock of this process. A {@link LockListener} gets all
 * events; a Spring application gets {@link Lost}, {@link Stalled}, {@link TakenOver} and
 * {@link DeadlockStarted} as application events too.
 *
 * <pre>{@code
 * if (event instanceof LockEvent.Lost lost) {
 *     alert(lost.hold().id(), lost.reason());
 * }
 * }</pre>
 *
 * @since 0.1
 */
public sealed interface LockEvent {

	/**
	 * A lock is busy, and a thread begins to wait for it.
	 *
	 * @param lockWait the wait, which {@link WaitEnded} carries again
	 */
	record WaitStarted(LockWait lockWait) implements LockEvent {
	}

	/**
	 * A wait is over: the lock was acquired, or the wait timed out, was interrupted or
	 * failed.
	 *
	 * @param lockWait the wait
	 * @param outcome how it ended
	 */
	record WaitEnded(LockWait lockWait, LockWait.Outcome outcome) implements LockEvent {
	}

	/**
	 * A lock was busy until the timeout of an acquisition.
	 *
	 * @param id the lock
	 * @param waited how long the acquisition waited
	 */
	record TimedOut(LockId id, Duration waited) implements LockEvent {
	}

	/**
	 * A lock was acquired.
	 *
	 * @param hold the hold
	 */
	record Acquired(LockHold hold) implements LockEvent {
	}

	/**
	 * A lock that was held has been released.
	 *
	 * @param hold the hold
	 */
	record Released(LockHold hold) implements LockEvent {
	}

	/**
	 * A lock was lost: its file was removed or replaced while this process held it, an
	 * operator broke it, or its cooldown expired while its work went on. Published once
	 * for a hold, and instead of {@link Released}. Another process may hold the lock now,
	 * but not a claim of which one file was removed: the other file keeps others out
	 * until the hold is closed.
	 *
	 * @param hold the hold
	 * @param reason what was observed
	 * @param noticedAt when it was noticed, by the wall clock
	 */
	record Lost(LockHold hold, String reason, Instant noticedAt) implements LockEvent {

		/**
		 * Creates an event of now.
		 * @param hold the hold
		 * @param reason what was observed
		 */
		public Lost(LockHold hold, String reason) {
			this(hold, reason, Instant.now());
		}

	}

	/**
	 * A lock that is wanted here is held by a process that is alive, but has not shown
	 * for its stale-after that it goes on: it is stopped or hangs. It keeps the lock.
	 * Published once for a holder, however often its lock is asked for, and again if it
	 * goes on and then stops once more.
	 *
	 * @param id the lock
	 * @param holders the holders, as far as they are known
	 * @param noticedAt when it was noticed, by the wall clock
	 */
	record Stalled(LockId id, List<LockHolder> holders, Instant noticedAt) implements LockEvent {

		/**
		 * Creates an event of now.
		 * @param id the lock
		 * @param holders the holders, as far as they are known
		 */
		public Stalled(LockId id, List<LockHolder> holders) {
			this(id, holders, Instant.now());
		}

		/**
		 * Copies the holders.
		 */
		public Stalled {
			holders = List.copyOf(holders);
		}

	}

	/**
	 * A lock was taken over from a former holder: that process is dead, it did not show
	 * for its stale-after that it is alive where only that can be observed, or an
	 * operator broke its lock.
	 *
	 * @param id the lock
	 * @param former the former holder, as its file reports it
	 * @param noticedAt when it was noticed, by the wall clock
	 */
	record TakenOver(LockId id, LockHolder former, Instant noticedAt) implements LockEvent {

		/**
		 * Creates an event of now.
		 * @param id the lock
		 * @param former the former holder, as its file reports it
		 */
		public TakenOver(LockId id, LockHolder former) {
			this(id, former, Instant.now());
		}

	}

	/**
	 * Something failed that must not fail the guarded work, such as a heartbeat or a
	 * release.
	 *
	 * @param id the lock
	 * @param problem what failed, and what can be done about it
	 */
	record Warning(LockId id, LatchkeyException problem) implements LockEvent {
	}

	/**
	 * A task asked for a lock out of order. Whether the task may go on is the decision of
	 * the lock order.
	 *
	 * @param problem what was asked for, inside of what
	 */
	record OutOfOrder(LockOrderException problem) implements LockEvent {
	}

	/**
	 * A wait of this process is part of a deadlock. The wait goes on; so does the
	 * deadlock, unless one of its waits has a timeout.
	 *
	 * @param deadlock the deadlock
	 * @param noticedAt when it was noticed, by the wall clock
	 */
	record DeadlockStarted(Deadlock deadlock, Instant noticedAt) implements LockEvent {

		/**
		 * Creates an event of now.
		 * @param deadlock the deadlock
		 */
		public DeadlockStarted(Deadlock deadlock) {
			this(deadlock, Instant.now());
		}

	}

	/**
	 * A deadlock that a wait of this process was part of is over.
	 *
	 * @param deadlock the deadlock
	 */
	record DeadlockEnded(Deadlock deadlock) implements LockEvent {
	}

	/**
	 * A wait for changes in a directory polls, because the system cannot watch the files:
	 * it has no watch left, or the filesystem sends no events.
	 *
	 * @param directory the directory
	 */
	record PollingStarted(Path directory) implements LockEvent {
	}

}

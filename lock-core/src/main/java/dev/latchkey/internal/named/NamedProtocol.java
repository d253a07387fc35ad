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

package dev.latchkey.internal.named;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockEvent;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockInspection;
import dev.latchkey.LockOptions;
import dev.latchkey.LockState;
import dev.latchkey.internal.acquire.LockProtocol;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.holders.RecordedHolders;
import dev.latchkey.internal.lockfile.FencingToken;
import dev.latchkey.internal.lockfile.IdleFiles;
import dev.latchkey.internal.lockfile.TryOutcome;
import dev.latchkey.internal.wait.Deadline;

/**
 * Acquires one named lock: flock, a look at the name, the record, and a look at the mark.
 * The table of steps is in {@code docs/protocols.md}, "Named locks".
 */
final class NamedProtocol implements LockProtocol<NamedHold> {

	/** How long a try waits before it looks what kind of program has the file. */
	private static final Duration TRANSITION = Duration.ofMillis(1);

	private static final long TRANSITION_PAUSE_NANOS = 20_000;

	private final LockRuntime runtime;

	private final NamedLocks locks;

	private final IdleFiles<NamedLockFile> idle;

	private final LockId id;

	private final LockOptions options;

	private final @Nullable Instant notBefore;

	NamedProtocol(NamedLocks locks, LockId id, LockOptions options, @Nullable Instant notBefore) {
		this.runtime = locks.runtime();
		this.locks = locks;
		this.idle = locks.idle();
		this.id = id;
		this.options = options;
		this.notBefore = notBefore;
	}

	@Override
	public LockId id() {
		return this.id;
	}

	/**
	 * Tries to acquire the lock. A file without its name is no lock, although a process
	 * may have it locked: it was removed by a break or a sweep.
	 */
	@Override
	public @Nullable NamedHold tryAcquire(Duration retryTimeout) {
		NamedLockFile file = take();
		Transition transition = null;
		NamedHold hold = null;
		boolean unlocked = false;
		try {
			while (hold == null && !unlocked) {
				TryOutcome outcome = file.tryLock(retryTimeout);
				if (outcome == TryOutcome.ACQUIRED) {
					NamedRecord record = file.lockedRecord();
					unlocked = unlockedIfTooEarly(file, record);
					hold = unlocked ? null : begin(file, record);
				}
				else if (outcome == TryOutcome.SHARED_BY_OTHERS) {
					throw new LockHolders(this.runtime).sharedByOthers(this.id.path());
				}
				else if (outcome == TryOutcome.BUSY && !file.forgetIfReplaced()) {
					transition = (transition != null) ? transition : new Transition(retryTimeout);
					NamedRecord record = file.foreignRecord();
					unlocked = record.since() != 0 || !transition.mayLast();
					if (unlocked) {
						reportStall(record);
					}
					else {
						LockSupport.parkNanos(this, TRANSITION_PAUSE_NANOS);
					}
				}
			}
			return hold;
		}
		finally {
			if (hold == null) {
				giveBack(file, unlocked);
			}
		}
	}

	@Override
	public @Nullable NamedHold acquire(Deadline deadline) throws InterruptedException {
		NamedLockFile file = take();
		NamedHold hold = null;
		boolean unlocked = false;
		try {
			while (hold == null && !unlocked) {
				if (file.lock(deadline.atMost(this.runtime.longestPark()))) {
					NamedRecord record = file.lockedRecord();
					if (unlockedIfTooEarly(file, record)) {
						unlocked = deadline.hasCome();
						if (!unlocked) {
							this.runtime.poll(deadline);
						}
					}
					else {
						hold = begin(file, record);
					}
				}
				else {
					reportStall(file.foreignRecord());
					unlocked = deadline.hasCome();
				}
			}
			return hold;
		}
		finally {
			if (hold == null) {
				giveBack(file, unlocked);
			}
		}
	}

	private boolean unlockedIfTooEarly(NamedLockFile file, NamedRecord record) {
		boolean tooEarly = this.notBefore != null && FencingToken.now() < FencingToken.plausible(record.notBefore());
		if (tooEarly) {
			file.unlock();
		}
		return tooEarly;
	}

	/**
	 * Begins the hold of a file that is locked and has its name.
	 * @return the hold, or {@code null} if the file was removed by a break; nothing is
	 * locked then
	 */
	private @Nullable NamedHold begin(NamedLockFile file, NamedRecord record) {
		boolean died = record.since() != 0;
		long former = record.pid();
		long now = FencingToken.now();
		long token = FencingToken.after(Math.max(FencingToken.plausible(record.token()), file.token()), now,
				this.id.path());
		record.begin(this.runtime.platform().processes().self(), token, now, this.options.staleAfter().toMillis(),
				(this.notBefore != null) ? NamedTimes.micros(this.notBefore) : 0);
		file.token(token);
		record.read();
		if (record.mark() != 0 && !this.locks.directory().underMutex(() -> takeBackMark(file, record))) {
			record.end();
			file.release();
			return null;
		}
		if (died) {
			this.runtime.listener().onEvent(new LockEvent.TakenOver(this.id, LockHolders.unseen(former)));
		}
		return new NamedHold(this.locks, this.id, this.options, token, now, file);
	}

	/** A breaker that gave up, or died, has left the mark. */
	private static boolean takeBackMark(NamedLockFile file, NamedRecord record) {
		boolean named = file.isNamed();
		if (named) {
			record.unmark();
		}
		return named;
	}

	private NamedInspector inspector() {
		return new NamedInspector(this.locks, this.id, this.options.staleAfter(), null);
	}

	/**
	 * The record may be of a holder that died, with the file locked by another program.
	 */
	private void reportStall(NamedRecord record) {
		boolean stalled = record.isRecord() && record.since() != 0 && NamedTimes.isStalled(record);
		if (stalled && this.runtime.reportedStalls().isNew(this.id.path(), record.token(), record.lastBeat())) {
			LockInspection found = inspector().inspectExclusive();
			if (found.state() == LockState.STALLED) {
				this.runtime.listener().onEvent(new LockEvent.Stalled(this.id, found.holders()));
			}
		}
	}

	private NamedLockFile take() {
		NamedLockFile file = this.idle.take(this.id.name());
		return (file != null) ? file : new NamedLockFile(this.runtime, this.locks.directory(), this.id);
	}

	/** A file is kept open if it is certainly not locked, and closed if it may be. */
	private void giveBack(NamedLockFile file, boolean unlocked) {
		try {
			if (!unlocked) {
				file.release();
			}
		}
		finally {
			this.idle.put(file);
		}
	}

	@Override
	public @Nullable String unavailability() {
		if (this.notBefore == null) {
			return null;
		}
		Instant end = inspector().notBefore();
		return end.isBefore(Instant.now()) ? null : "no holder was found: its last acquisition asked that it is left "
				+ "alone for some time, until " + end;
	}

	@Override
	public List<LockHolder> holders(LockHolders finder) {
		return RecordedHolders.areNeeded(this.runtime) ? inspector().inspectExclusive().holders()
				: finder.ofBusy(this.id.path());
	}

	/**
	 * The time in which a file is locked and no record says that the lock is held. A
	 * process of Latchkey is about to write a record, or removes an idle file: that takes
	 * microseconds, or longer if it loses the processor meanwhile. Another program holds
	 * the lock.
	 */
	private final class Transition {

		private final Deadline unasked = Deadline.after(TRANSITION);

		private final Deadline end;

		Transition(Duration timeout) {
			this.end = Deadline.after(timeout);
		}

		boolean mayLast() {
			return !this.unasked.hasCome()
					|| (!this.end.hasCome() && isBetweenHolds(inspector().inspectExclusive().state()));
		}

		private boolean isBetweenHolds(LockState state) {
			return state == LockState.ACQUIRING || state == LockState.FREE;
		}

	}

}

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

package dev.latchkey.internal.acquire;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.jspecify.annotations.Nullable;

import dev.latchkey.LockCaller;
import dev.latchkey.LockEvent;
import dev.latchkey.LockFileException;
import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockOrder;
import dev.latchkey.LockOrderException;
import dev.latchkey.LockReentryException;
import dev.latchkey.LockTier;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockWait;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.platform.FileStatus;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.wait.Deadline;

/**
 * Acquires one lock: the lock order is asked first, then the queue of this JVM, then the
 * protocol of the lock.
 *
 * @param <H> what an acquisition returns; a {@link FileHold}
 */
public final class LockAcquirer<H extends LockHold> {

	/**
	 * For how long an acquisition that does not wait retries while something hides for an
	 * instant whether the lock is free.
	 */
	private static final Duration RETRY_TIMEOUT = Duration.ofSeconds(1);

	/** The same after a wait, which has been beside it all the time. */
	private static final Duration LAST_RETRY_TIMEOUT = Duration.ofMillis(100);

	private final LockRuntime runtime;

	private final LocalQueue queue;

	private final LockProtocol<? extends H> protocol;

	private final Path path;

	private final @Nullable LockTier tier;

	/**
	 * Creates what acquires a lock.
	 * @param runtime the runtime
	 * @param protocol how the lock is acquired
	 * @param tier where the lock is in the lock order, or {@code null} to be where the
	 * runtime says
	 */
	public LockAcquirer(LockRuntime runtime, LockProtocol<? extends H> protocol, @Nullable LockTier tier) {
		this.runtime = runtime;
		this.queue = runtime.queue();
		this.protocol = protocol;
		this.path = protocol.id().path();
		this.tier = (tier != null) ? tier : runtime.tier();
	}

	/**
	 * Acquires the lock if it is free.
	 * @return the hold, or empty if the lock is held
	 * @throws LockFileException if no process holds the lock, but another program keeps a
	 * shared lock
	 */
	public Optional<H> tryAcquire() {
		// Asking again for what this thread holds is no step in the order.
		if (this.queue.isMine(this.path)) {
			return Optional.empty();
		}
		LockOrder.Position position = enterOrder();
		LocalQueue.Entry entry = null;
		H hold = null;
		boolean begun = false;
		try {
			entry = this.queue.tryEnter(this.path);
			hold = (entry != null) ? this.protocol.tryAcquire(RETRY_TIMEOUT) : null;
			begun = begin(hold, entry, position, LockCaller.current());
			return Optional.ofNullable(hold);
		}
		finally {
			if (!begun) {
				leave(hold, entry, position);
			}
		}
	}

	/**
	 * Prepares to acquire the lock on another thread, waiting if it is held.
	 *
	 * <p>
	 * The lock order is asked here, for the calling task. The hold is on no task's stack,
	 * because it is not known yet which task will use it.
	 * @param timeout how long to wait at the most; zero or less is to try once
	 * @return acquires the lock, and fails as {@link #acquire} does, but for re-entry,
	 * which cannot be recognised; at once if the lock order refuses it
	 */
	public Callable<H> deferred(Duration timeout) {
		try {
			if (this.tier != null) {
				this.runtime.order().check(this.tier, this.protocol.id());
			}
		}
		catch (LockOrderException ex) {
			return () -> {
				throw ex;
			};
		}
		LockCaller caller = LockCaller.current().withoutThread();
		return () -> {
			long start = System.nanoTime();
			H hold = acquire(timeout, false, caller);
			if (hold == null) {
				throw timedOut(start);
			}
			return hold;
		};
	}

	/**
	 * Acquires the lock, waiting if it is held: the steps of every acquisition that may
	 * wait, from top to bottom.
	 * @param timeout how long to wait at the most; zero or less is to try once
	 * @param thread whether the lock is acquired for the calling thread: the thread must
	 * not have been interrupted or hold the lock, and the lock order is asked
	 * @param caller the caller that is reported
	 * @return the hold, or {@code null} if the lock was held until the timeout
	 * @throws InterruptedException if the thread was interrupted; nothing is held then
	 * @throws LockFileException if something else than a holder kept the lock away
	 * @throws LockReentryException if this thread holds the lock
	 * @throws LockOrderException if this task must not acquire the lock now, and the lock
	 * order refuses that
	 */
	@Nullable H acquire(Duration timeout, boolean thread, LockCaller caller) throws InterruptedException {
		if (thread) {
			requireNotInterrupted();
			refuseSamePath();
		}
		LockOrder.Position position = thread ? enterOrder() : LockOrder.Position.NONE;
		Deadline deadline = (timeout.compareTo(Duration.ZERO) > 0) ? Deadline.after(timeout) : null;
		LocalQueue.Entry entry = null;
		LockWait wait = null;
		LockWait.Outcome outcome = LockWait.Outcome.FAILED;
		H hold = null;
		boolean begun = false;
		try {
			entry = this.queue.tryEnter(this.path);
			if (entry != null) {
				hold = (deadline != null) ? this.protocol.acquire(Deadline.now())
						: this.protocol.tryAcquire(RETRY_TIMEOUT);
			}
			if (hold == null) {
				entry = leave(entry);
				refuseSameFile();
			}
			if (hold == null && deadline != null) {
				wait = beginWait(caller, deadline);
				entry = this.queue.enter(this.path, deadline);
				hold = (entry != null) ? this.protocol.acquire(deadline) : null;
				if (hold == null && entry != null) {
					// Finds whether the lock is held, or something else is in the way.
					hold = this.protocol.tryAcquire(LAST_RETRY_TIMEOUT);
				}
			}
			if (hold == null) {
				// No caller is left that waits for the answer, so it is no timeout.
				requireNotInterrupted();
			}
			begun = begin(hold, entry, position, caller);
			outcome = begun ? LockWait.Outcome.ACQUIRED : LockWait.Outcome.TIMED_OUT;
			return hold;
		}
		catch (InterruptedException ex) {
			outcome = LockWait.Outcome.INTERRUPTED;
			throw ex;
		}
		finally {
			if (wait != null) {
				this.runtime.listener().onEvent(new LockEvent.WaitEnded(wait, outcome));
			}
			if (!begun) {
				leave(hold, entry, position);
			}
		}
	}

	private LockWait beginWait(LockCaller caller, Deadline deadline) {
		LockWait wait = new LockWait(this.protocol.id(), caller, Instant.now(), deadline.instant());
		this.runtime.listener().onEvent(new LockEvent.WaitStarted(wait));
		return wait;
	}

	private boolean begin(@Nullable H hold, LocalQueue.@Nullable Entry entry, LockOrder.Position position,
			LockCaller caller) {
		if (hold != null && entry != null) {
			((FileHold) hold).begin(entry, position, caller, this.protocol.isShared());
			return true;
		}
		return false;
	}

	private void leave(@Nullable H notBegun, LocalQueue.@Nullable Entry entry, LockOrder.Position position) {
		try {
			if (notBegun != null) {
				((FileHold) notBegun).undo();
			}
		}
		finally {
			try {
				LocalQueue.Entry unused = leave(entry);
			}
			finally {
				position.leave();
			}
		}
	}

	/** A thread that leaves the queue keeps no others of this JVM waiting. */
	private static LocalQueue.@Nullable Entry leave(LocalQueue.@Nullable Entry entry) {
		if (entry != null) {
			entry.leave();
		}
		return null;
	}

	/** The order is asked before anything is locked or waited for. */
	private LockOrder.Position enterOrder() {
		this.runtime.stackReserve().forAcquisition();
		return (this.tier != null) ? this.runtime.order().enter(this.tier, this.protocol.id())
				: LockOrder.Position.NONE;
	}

	private static void requireNotInterrupted() throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
	}

	/**
	 * Refuses to go on if the calling thread holds the lock.
	 * @throws LockReentryException if it does
	 */
	public void refuseReentry() {
		refuseSamePath();
		refuseSameFile();
	}

	private void refuseSamePath() {
		if (this.queue.isMine(this.path)) {
			throw new LockReentryException(this.protocol.id());
		}
	}

	/** Asked only before a wait: a lock that was acquired has no file of another. */
	private void refuseSameFile() {
		FileStatus status = new FileStatus();
		if (this.runtime.platform().files().identity(NativePath.of(this.path), status) < 0) {
			return;
		}
		LockId held = this.queue.lockedByMe(status);
		if (held != null) {
			throw new LockReentryException(this.protocol.id(), held);
		}
	}

	/**
	 * Reports an acquisition that timed out.
	 * @param start when it began, by the monotonic clock
	 * @return what to throw, which names the holders or why the lock must not be acquired
	 * @throws InterruptedException if the thread was interrupted while it looked for them
	 */
	LockTimeoutException timedOut(long start) throws InterruptedException {
		Duration waited = publishTimeout(start);
		List<LockHolder> holders = this.runtime.holderQueries().holders(this.protocol, start);
		String reason = holders.isEmpty() ? this.protocol.unavailability() : null;
		return (reason != null) ? new LockTimeoutException(this.protocol.id(), waited, reason)
				: new LockTimeoutException(this.protocol.id(), waited, holders);
	}

	/**
	 * Reports an acquisition that timed out.
	 * @param start when it began, by the monotonic clock
	 * @return how long it waited
	 */
	@CanIgnoreReturnValue
	Duration publishTimeout(long start) {
		Duration waited = Duration.ofNanos(System.nanoTime() - start);
		this.runtime.listener().onEvent(new LockEvent.TimedOut(this.protocol.id(), waited));
		return waited;
	}

	/**
	 * Finds the processes that hold the lock.
	 * @return the holders, as far as they are known
	 */
	List<LockHolder> holders() {
		return this.protocol.holders(new LockHolders(this.runtime));
	}

}

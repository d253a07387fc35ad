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

package dev.latchkey.spring;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.jspecify.annotations.Nullable;

import dev.latchkey.CrossProcessLock;
import dev.latchkey.LockHold;
import dev.latchkey.LockId;
import dev.latchkey.LockLostException;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockType;

/**
 * The hold that calls share, by reference counting: the scope that acquires the lock,
 * scopes inside of it that join, and transactions. A scope may end after the one that it
 * is in. A transaction keeps the hold between the scopes of its calls, which enter one
 * after the other. The last user releases the lock, on any thread.
 *
 * <p>
 * It passes the {@link LockAdmission} before the lock is acquired, and leaves it when the
 * lock has been released, or was not acquired.
 *
 * <p>
 * {@code guard} protects the numbers and the queue. The lock is asked for and released,
 * and entries are completed, without it. {@code hold} and {@code refused} are protected
 * by the guard of the {@link DrainingAdmission} until the lock is acquired.
 *
 * @since 0.1
 */
public final class CountedHold {

	private final CrossProcessLock<? extends LockHold> lock;

	private final boolean within;

	private final @Nullable Thread thread;

	private final @Nullable CompletableFuture<?> future;

	private final LockAdmission admission;

	private final ScopeObserver observer;

	private @Nullable LockHold hold;

	private boolean refused;

	private final ReentrantLock guard = new ReentrantLock();

	/** Calls of a transaction that wait until no scope has the hold. */
	private final Deque<CompletableFuture<Boolean>> entries = new ArrayDeque<>();

	private int scopes = 1;

	private int transactions;

	/**
	 * Creates the hold of a lock that is to be acquired for a scope.
	 * @param lock the lock
	 * @param within whether the caller has another lock
	 * @param thread the thread that waits for the lock and then has it, or {@code null}
	 * for none
	 * @param future where a caller waits without a thread, or {@code null}
	 * @param admission lets the lock be acquired
	 * @param observer observes the guarded code
	 */
	CountedHold(CrossProcessLock<? extends LockHold> lock, boolean within, @Nullable Thread thread,
			@Nullable CompletableFuture<?> future, LockAdmission admission, ScopeObserver observer) {
		this.lock = lock;
		this.within = within;
		this.thread = thread;
		this.future = future;
		this.admission = admission;
		this.observer = observer;
	}

	/** Returns the hold, which exists once the lock has been acquired. */
	LockHold hold() {
		return Objects.requireNonNull(this.hold, "no hold");
	}

	/** Lets the calling thread be observed as a part of the hold, until that is ended. */
	Runnable observe() {
		return this.observer.enter(hold());
	}

	/** Returns what the hold is observed as. */
	@Nullable Object observation() {
		return this.observer.of(hold());
	}

	LockId id() {
		return hold().id();
	}

	boolean isOf(Path file) {
		return hold().isOf(file);
	}

	/**
	 * Returns whether asking for the lock and releasing it takes an answer of a server. A
	 * thread that must not block leaves it to another one then.
	 */
	boolean isAtServer() {
		return id().type() == LockType.REGISTRY;
	}

	/**
	 * Joins the scopes that have the hold, unless all have left.
	 * @return whether the caller has the hold now, too
	 * @throws LockLostException if the lock was lost while a scope had it
	 */
	boolean join() {
		this.guard.lock();
		try {
			if (isOver()) {
				return false;
			}
			this.scopes++;
		}
		finally {
			this.guard.unlock();
		}
		requireHeldByEntrant();
		return true;
	}

	/**
	 * Enters when no scope has the hold, as the next call of a transaction that keeps it.
	 * @return whether the caller has the hold then, which is false if it was released; to
	 * be {@linkplain #abandon abandoned} by a caller that does not wait any more
	 */
	CompletableFuture<Boolean> enter() {
		CompletableFuture<Boolean> entry = new CompletableFuture<>();
		this.guard.lock();
		try {
			this.entries.add(entry);
		}
		finally {
			this.guard.unlock();
		}
		admit();
		return entry;
	}

	/**
	 * Enters as {@link #enter()} does, waiting on this thread.
	 * @throws LockTimeoutException if a scope had the hold all the time
	 * @throws LockLostException if the lock was lost while the transaction kept it
	 */
	boolean enter(Duration time) throws InterruptedException {
		CompletableFuture<Boolean> entry = enter();
		boolean ended = false;
		try {
			boolean entered = entry.get(TimeUnit.NANOSECONDS.convert(time), TimeUnit.NANOSECONDS);
			ended = true;
			if (entered) {
				requireHeldByEntrant();
			}
			return entered;
		}
		catch (TimeoutException ex) {
			throw busy(time);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			if (!ended) {
				abandon(entry);
			}
		}
	}

	LockTimeoutException busy(Duration waited) {
		return new LockTimeoutException(id(), waited, List.of(hold().holder()));
	}

	/** Leaves the queue, or the hold if it was had already. */
	void abandon(CompletableFuture<Boolean> entry) {
		if (!entry.cancel(false) && !entry.isCompletedExceptionally() && entry.join()) {
			leave();
		}
	}

	/**
	 * Lets go what has just been entered if the lock is not held any more.
	 * @throws LockLostException if it is not
	 */
	void requireHeldByEntrant() {
		if (!hold().isHeld()) {
			leave();
		}
	}

	/**
	 * Refuses to go on without the lock.
	 * @throws LockLostException if it was lost
	 */
	void requireHeld() {
		hold().requireHeld();
	}

	/**
	 * Lets a transaction have the hold, as a scope has it.
	 */
	void keep() {
		this.guard.lock();
		try {
			this.transactions++;
		}
		finally {
			this.guard.unlock();
		}
	}

	/**
	 * Leaves as a scope, and releases the lock if nothing else has it.
	 * @throws LockLostException if the lock is not held any more; it is cleaned up all
	 * the same
	 */
	void leave() {
		leave(1, 0);
	}

	/**
	 * Leaves as a transaction, and releases the lock if nothing else has it.
	 * @throws LockLostException if the lock is not held any more; it is cleaned up all
	 * the same
	 */
	void leaveTransaction() {
		leave(0, 1);
	}

	private void leave(int scope, int transaction) {
		boolean last;
		this.guard.lock();
		try {
			this.scopes -= scope;
			this.transactions -= transaction;
			last = isOver();
		}
		finally {
			this.guard.unlock();
		}
		try {
			if (last) {
				release();
			}
			else {
				requireHeld();
			}
		}
		finally {
			admit();
		}
	}

	private void release() {
		try {
			hold().closeHeld();
		}
		finally {
			leaveAdmission();
		}
	}

	/** Releases the lock of an acquisition that the caller does not wait for any more. */
	void discard(LockHold hold) {
		try {
			hold.close();
		}
		finally {
			leaveAdmission();
		}
	}

	/** Returns whether the acquisition was refused by its admission. */
	@CanIgnoreReturnValue
	boolean leaveAdmission() {
		return this.admission.leave(this);
	}

	private boolean isOver() {
		return this.scopes == 0 && this.transactions == 0;
	}

	/** Lets the next one in, or all go if the lock was released. */
	private void admit() {
		while (true) {
			CompletableFuture<Boolean> next;
			boolean entered;
			this.guard.lock();
			try {
				if (this.scopes > 0 || this.entries.isEmpty()) {
					return;
				}
				next = this.entries.remove();
				entered = this.transactions > 0;
				this.scopes = entered ? 1 : 0;
			}
			finally {
				this.guard.unlock();
			}
			if (!next.complete(entered) && entered) {
				leave();
			}
		}
	}

	/** Whether the caller had another lock when it asked for this one. */
	boolean isWithin() {
		return this.within;
	}

	/** Whether a thread waits for the lock, and then runs the guarded code. */
	boolean isForThread(Thread thread) {
		return this.thread == thread;
	}

	boolean isRefused() {
		return this.refused;
	}

	/**
	 * Ends the wait, unless the caller holds another lock. A lock that is acquired at the
	 * same moment is released.
	 * @return whether it was refused now
	 */
	boolean refuse() {
		if (isWithin() || this.hold != null || this.refused) {
			return false;
		}
		this.refused = true;
		interrupt();
		return true;
	}

	/**
	 * Has the lock that was acquired, unless the acquisition was refused.
	 * @return whether it has it
	 */
	boolean arrive(LockHold hold) {
		if (!this.refused) {
			this.hold = hold;
		}
		return !this.refused;
	}

	void interrupt() {
		if (this.thread != null) {
			this.thread.interrupt();
		}
	}

	/** Ends a wait that has no thread. */
	void endWait() {
		if (this.future != null) {
			this.future.completeExceptionally(refusal(null));
		}
	}

	LockShutdownException refusal(@Nullable Throwable cause) {
		return new LockShutdownException(this.lock.id().path(), cause);
	}

	@Override
	public String toString() {
		String lock = (this.hold != null) ? "'" + this.hold.id().path() + "'" : "waiting";
		return lock + ((this.thread != null) ? " by thread '" + this.thread.getName() + "'" : "");
	}

}

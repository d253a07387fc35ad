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
import java.util.concurrent.atomic.AtomicBoolean;
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
 * The time in which guarded code runs: from {@link LockExecutor#enter} to
 * {@link #close()}.
 *
 * <p>
 * A scope of a thread is closed by that thread, in the reverse order of beginning. One
 * that is handed over, to a stage or a subscription, is closed by whichever thread ends
 * that.
 *
 * <p>
 * The scope that acquires a lock has its hold, and counts who uses it: itself, scopes
 * inside of it that join, and transactions. A scope may end after the one that it is in.
 * A transaction keeps the hold between the scopes of its calls, which enter one after the
 * other. The last user releases the lock, on any thread, and leaves the
 * {@link LockAdmission}.
 *
 * <p>
 * {@code guard} protects the numbers and the queue. The lock is asked for and released,
 * and entries are completed, without it. What a {@link DrainingAdmission} asks before the
 * lock is acquired is protected by the lock of that.
 *
 * @since 0.1
 */
public final class LockScope implements AutoCloseable {

	private final Outcome outcome;

	private final LockRef ref;

	private final @Nullable LockScope outer;

	private final AtomicBoolean closed = new AtomicBoolean();

	private boolean onThread;

	private @Nullable Runnable observation;

	/** The scope that has the hold: this one, or the one that it has joined. */
	private final LockScope first;

	private final @Nullable Acquisition acquisition;

	private @Nullable LockHold hold;

	private boolean refused;

	private final ReentrantLock guard = new ReentrantLock();

	/** Calls of a transaction that wait until no scope has the hold. */
	private final Deque<CompletableFuture<Boolean>> entries = new ArrayDeque<>();

	private int scopes = 1;

	private int transactions;

	private LockScope(Outcome outcome, LockRef ref, @Nullable LockScope outer, @Nullable LockScope first,
			@Nullable Acquisition acquisition) {
		this.outcome = outcome;
		this.ref = ref;
		this.outer = outer;
		this.first = (first != null) ? first : this;
		this.acquisition = acquisition;
	}

	/** Makes a scope that is to acquire its lock. */
	static LockScope acquiring(LockRef ref, @Nullable LockScope outer, Acquisition acquisition) {
		return new LockScope(Outcome.LOCKED, ref, outer, null, acquisition);
	}

	/** Makes a scope that has entered the hold of another one. */
	static LockScope joined(LockRef ref, @Nullable LockScope outer, LockScope first) {
		return new LockScope(Outcome.LOCKED, ref, outer, first, null);
	}

	/** Makes a scope that has no lock, because it was busy. */
	static LockScope busy(Outcome outcome, LockRef ref, @Nullable LockScope outer) {
		return new LockScope(outcome, ref, outer, null, null);
	}

	/**
	 * Returns whether the guarded code must not run.
	 * @return whether the lock was busy and the request said to skip
	 */
	public boolean isSkipped() {
		return this.outcome == Outcome.SKIPPED;
	}

	/**
	 * Returns whether other code must run instead of the guarded code.
	 * @return whether the lock was busy and the request said to fall back
	 */
	public boolean isFallback() {
		return this.outcome == Outcome.FALLBACK;
	}

	LockRef ref() {
		return this.ref;
	}

	@Nullable LockHold hold() {
		return this.first.hold;
	}

	private LockHold held() {
		return Objects.requireNonNull(this.first.hold, "no hold");
	}

	LockId id() {
		return held().id();
	}

	boolean isOf(Path file) {
		LockHold hold = hold();
		return hold != null && hold.isOf(file);
	}

	/**
	 * Returns whether asking for the lock and releasing it takes an answer of a server. A
	 * thread that must not block leaves it to another one then.
	 */
	boolean isAtServer() {
		LockHold hold = hold();
		return hold != null && hold.id().type() == LockType.REGISTRY;
	}

	/** Lets a transaction have the hold too. */
	void keepIn(CallerTransaction transaction) {
		if (hold() != null) {
			transaction.keep(this.first);
		}
	}

	/**
	 * Returns the scope that this one is in, or this one, whichever has not ended.
	 */
	static @Nullable LockScope open(@Nullable LockScope innermost) {
		LockScope scope = innermost;
		while (scope != null && scope.closed.get()) {
			scope = scope.outer;
		}
		return scope;
	}

	@Nullable LockScope outer() {
		return open(this.outer);
	}

	/**
	 * Finds the hold of a lock among a scope and those that it is in.
	 * @param innermost the scope, or {@code null} for none
	 * @param file the lock's file
	 * @return the scope that has the hold, or {@code null} if none has it
	 */
	static @Nullable LockScope find(@Nullable LockScope innermost, Path file) {
		for (LockScope scope = open(innermost); scope != null; scope = scope.outer()) {
			if (scope.isOf(file)) {
				return scope.first;
			}
		}
		return null;
	}

	/** Lets the calling thread be in this scope, if its code runs at all. */
	LockScope begin() {
		if (this.outcome == Outcome.LOCKED || this.outcome == Outcome.UNLOCKED) {
			this.onThread = true;
			LockContext.set(this);
			this.observation = observe();
		}
		return this;
	}

	/** Lets the calling thread be observed as a part of the hold, until that is ended. */
	private @Nullable Runnable observe() {
		LockHold hold = hold();
		return (hold != null) ? observer().enter(hold) : null;
	}

	/** What the hold is observed as, if there is one. */
	@Nullable Object observation() {
		LockHold hold = hold();
		return (hold != null) ? observer().of(hold) : null;
	}

	private ScopeObserver observer() {
		Acquisition acquisition = this.first.acquisition;
		return (acquisition != null) ? acquisition.observer() : ScopeObserver.NONE;
	}

	/** Lets the calling thread be in this scope while it does something. */
	void within(Runnable action) {
		LockContext.within(this, () -> {
			Runnable observation = observe();
			try {
				action.run();
			}
			finally {
				if (observation != null) {
					observation.run();
				}
			}
		});
	}

	/** Lets the calling thread leave this scope, which goes on elsewhere. */
	void handOver() {
		if (this.onThread) {
			this.onThread = false;
			LockContext.set(this.outer);
			if (this.observation != null) {
				this.observation.run();
			}
		}
	}

	/**
	 * Ends the scope, and releases its lock unless another scope or a transaction has it
	 * too. Ending it again does nothing.
	 * @throws LockLostException if the lock is not held any more: the guarded code may
	 * not have been alone
	 */
	@Override
	public void close() {
		handOver();
		if (this.closed.compareAndSet(false, true) && hold() != null) {
			this.first.leave();
		}
	}

	/**
	 * Ends the scope because its code has failed. What goes wrong is added to that.
	 */
	void closeAfter(Throwable failure) {
		try {
			close();
		}
		catch (RuntimeException ex) {
			if (ex != failure) {
				failure.addSuppressed(ex);
			}
		}
	}

	/**
	 * Joins this scope, which has the hold, unless all have left.
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
		return new LockTimeoutException(id(), waited, List.of(held().holder()));
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
		if (!held().isHeld()) {
			leave();
		}
	}

	/**
	 * Refuses to go on without the lock.
	 * @throws LockLostException if it was lost
	 */
	void requireHeld() {
		held().requireHeld();
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
	private void leave() {
		leave(1, 0);
	}

	/**
	 * Leaves as a transaction, and releases the lock if nothing else has it.
	 * @throws LockLostException if the lock is not held any more; it is cleaned up all
	 * the same
	 */
	void letGo() {
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
			held().closeHeld();
		}
		finally {
			leaveAdmission();
		}
	}

	/** Releases the lock of a scope that nobody waits for any more. */
	void discard(LockHold hold) {
		try {
			hold.close();
		}
		finally {
			leaveAdmission();
		}
	}

	/** Returns whether the scope was refused by its admission. */
	@CanIgnoreReturnValue
	boolean leaveAdmission() {
		return this.acquisition != null && this.acquisition.admission().leave(this);
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
		return this.acquisition != null && this.acquisition.within();
	}

	/** Whether a thread waits for this scope, and is in it then. */
	boolean isOf(Thread thread) {
		return this.acquisition != null && this.acquisition.thread() == thread;
	}

	boolean isRefused() {
		return this.refused;
	}

	/**
	 * Ends the wait, unless one who holds another lock waits; should the lock come at
	 * this moment, it is given back.
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
	 * Has the lock that was acquired, unless the scope was refused.
	 * @return whether it has it
	 */
	boolean arrive(LockHold hold) {
		if (!this.refused) {
			this.hold = hold;
		}
		return !this.refused;
	}

	void interrupt() {
		if (this.acquisition != null && this.acquisition.thread() != null) {
			this.acquisition.thread().interrupt();
		}
	}

	/** Ends a wait that has no thread. */
	void endWait() {
		if (this.acquisition != null && this.acquisition.future() != null) {
			this.acquisition.future().completeExceptionally(refusal(null));
		}
	}

	LockShutdownException refusal(@Nullable Throwable cause) {
		return new LockShutdownException(Objects.requireNonNull(this.acquisition).lock().id().path(), cause);
	}

	@Override
	public String toString() {
		String lock = (this.hold != null) ? "'" + this.hold.id().path() + "'" : "waiting";
		Thread thread = (this.acquisition != null) ? this.acquisition.thread() : null;
		return lock + ((thread != null) ? " by thread '" + thread.getName() + "'" : "");
	}

	/** How a lock was entered. */
	enum Outcome {

		LOCKED, UNLOCKED, SKIPPED, FALLBACK

	}

	/**
	 * How the lock of a scope is acquired.
	 *
	 * @param lock the lock
	 * @param within whether the caller has another lock
	 * @param thread the thread that waits for the lock and then has it, or {@code null}
	 * for none
	 * @param future where a caller waits without a thread, or {@code null}
	 * @param admission lets the scope be entered
	 * @param observer observes the guarded code
	 */
	record Acquisition(CrossProcessLock<? extends LockHold> lock, boolean within, @Nullable Thread thread,
			@Nullable CompletableFuture<LockScope> future, LockAdmission admission, ScopeObserver observer) {

	}

}

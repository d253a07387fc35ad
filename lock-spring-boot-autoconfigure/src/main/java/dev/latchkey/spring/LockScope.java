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
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHold;
import dev.latchkey.LockId;
import dev.latchkey.LockLostException;

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
 * A scope uses a {@link CountedHold}, its own or that of a scope that it has joined, and
 * leaves it when it ends.
 *
 * @since 0.1
 */
public final class LockScope implements AutoCloseable {

	private final Outcome outcome;

	private final LockRef ref;

	private final @Nullable LockScope outer;

	private final @Nullable CountedHold counted;

	private final AtomicBoolean closed = new AtomicBoolean();

	private boolean onThread;

	private @Nullable Runnable observation;

	private LockScope(Outcome outcome, LockRef ref, @Nullable LockScope outer, @Nullable CountedHold counted) {
		this.outcome = outcome;
		this.ref = ref;
		this.outer = outer;
		this.counted = counted;
	}

	/** Makes a scope that has entered a hold, as the first one or by joining others. */
	static LockScope locked(LockRef ref, @Nullable LockScope outer, CountedHold counted) {
		return new LockScope(Outcome.LOCKED, ref, outer, counted);
	}

	/** Makes a scope that has no lock, because it was busy. */
	static LockScope busy(Outcome outcome, LockRef ref, @Nullable LockScope outer) {
		return new LockScope(outcome, ref, outer, null);
	}

	/**
	 * Returns whether the guarded code must not run.
	 * @return whether the lock was busy and the request was to skip
	 */
	public boolean isSkipped() {
		return this.outcome == Outcome.SKIPPED;
	}

	/**
	 * Returns whether other code must run instead of the guarded code.
	 * @return whether the lock was busy and the request was to fall back
	 */
	public boolean isFallback() {
		return this.outcome == Outcome.FALLBACK;
	}

	LockRef ref() {
		return this.ref;
	}

	@Nullable LockHold hold() {
		return (this.counted != null) ? this.counted.hold() : null;
	}

	LockId id() {
		return Objects.requireNonNull(this.counted, "no hold").id();
	}

	/** Returns whether ending the scope may take an answer of a server. */
	boolean isAtServer() {
		return this.counted != null && this.counted.isAtServer();
	}

	/** Lets a transaction have the hold too. */
	void keepIn(CallerTransaction transaction) {
		if (this.counted != null) {
			transaction.keep(this.counted);
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
	 * @return the hold, or {@code null} if none has it
	 */
	static @Nullable CountedHold find(@Nullable LockScope innermost, Path file) {
		for (LockScope scope = open(innermost); scope != null; scope = scope.outer()) {
			if (scope.counted != null && scope.counted.isOf(file)) {
				return scope.counted;
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
		return (this.counted != null) ? this.counted.observe() : null;
	}

	/** What the hold is observed as, if there is one. */
	@Nullable Object observation() {
		return (this.counted != null) ? this.counted.observation() : null;
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
		if (this.closed.compareAndSet(false, true) && this.counted != null) {
			this.counted.leave();
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

	/** How a lock was entered. */
	enum Outcome {

		LOCKED, UNLOCKED, SKIPPED, FALLBACK

	}

}

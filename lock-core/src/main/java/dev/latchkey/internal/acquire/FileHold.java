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
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockCaller;
import dev.latchkey.LockEvent;
import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockLostException;
import dev.latchkey.LockOrder;
import dev.latchkey.internal.lockfile.FencingToken;
import dev.latchkey.internal.lockfile.OpenLockFile;
import dev.latchkey.internal.platform.FileStatus;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.wait.Timers;

/**
 * A hold on a lock file: watched while it lasts, and ended once.
 *
 * <p>
 * {@code guard} keeps checks and the release apart, so that no descriptor is used after
 * it was closed. Listeners are called without it. A lost hold keeps its turn and its
 * descriptors until it is closed: within this JVM the guarded section is still running.
 */
public abstract class FileHold implements LockHold, Timers.Timer {

	private static final String BROKEN = "an operator took it away because its holder looked stalled";

	private static final LockCaller NO_CALLER = new LockCaller(null, null);

	/** Before a hold begins no other thread knows it. */
	private static final ReentrantLock NO_GUARD = new ReentrantLock();

	static {
		// A process that has used up its open files cannot load it any more.
		Ending unused = new Ending(State.HELD, null);
	}

	private final LockRuntime runtime;

	private final LockId id;

	private final long fencingToken;

	private final long checkNanos;

	/** Since 1970; no object is kept for what few ask for. */
	private final long acquiredMicros;

	/** That of the locked file, which has one hold at a time. */
	private ReentrantLock guard = NO_GUARD;

	private LocalQueue.@Nullable Entry entry;

	private @Nullable OpenLockFile file;

	private Timers heartbeats;

	private LockOrder.Position position = LockOrder.Position.NONE;

	private LockCaller caller = NO_CALLER;

	private volatile State state = State.HELD;

	/** Whether a thread that was to end it had no stack or memory for that. */
	private volatile boolean unended;

	private volatile boolean broken;

	private volatile long due;

	/**
	 * Creates a hold of what has just been acquired.
	 * @param runtime the runtime
	 * @param id the lock
	 * @param fencingToken the token of this acquisition
	 * @param checkNanos how often the hold is looked at, in nanoseconds
	 */
	protected FileHold(LockRuntime runtime, LockId id, long fencingToken, long checkNanos) {
		this(runtime, id, fencingToken, checkNanos, FencingToken.now());
	}

	/**
	 * Creates a hold of what has been acquired.
	 * @param runtime the runtime
	 * @param id the lock
	 * @param fencingToken the token of this acquisition
	 * @param checkNanos how often the hold is looked at, in nanoseconds
	 * @param acquiredMicros when it was acquired, in microseconds since 1970
	 */
	protected FileHold(LockRuntime runtime, LockId id, long fencingToken, long checkNanos, long acquiredMicros) {
		this.runtime = runtime;
		this.id = id;
		this.fencingToken = fencingToken;
		this.checkNanos = checkNanos;
		this.acquiredMicros = acquiredMicros;
		this.heartbeats = runtime.heartbeats();
	}

	/**
	 * Asks the system whether the lock's names still lead to what we have locked.
	 * @return a name that does not, or {@code null} if all do
	 */
	protected abstract @Nullable Path lostName();

	/**
	 * Returns whether a lock that was just seen to be lost was taken away by an operator.
	 * @return whether it was broken; {@code false} if its file was removed or replaced
	 * otherwise
	 */
	protected boolean wasBroken() {
		return false;
	}

	/**
	 * Does the same where the release of this lock type depends on it.
	 * @return a name that was lost, or {@code null} if it does not matter
	 */
	protected @Nullable Path lostNameAtRelease() {
		return null;
	}

	/**
	 * Shows others that we live, right after a check.
	 */
	protected abstract void beat();

	/**
	 * Returns the file that the lock's path led to when it was acquired.
	 * @return the file, open
	 */
	protected abstract OpenLockFile lockedFile();

	/**
	 * Gives up what is locked, and removes what must not stay.
	 */
	protected abstract void release();

	/**
	 * Closes what was locked, after a loss: nothing on disk is ours any more.
	 */
	protected abstract void abandon();

	final void begin(LocalQueue.Entry entry, LockOrder.Position position, LockCaller caller, boolean shared) {
		this.entry = entry;
		this.position = position;
		this.caller = caller;
		this.file = lockedFile();
		this.guard = this.file.guard();
		this.heartbeats = this.runtime.heartbeats().of(this.file.device());
		long now = this.heartbeats.now();
		entry.holds(now, this.id, this.file);
		if (shared) {
			entry.share();
		}
		this.due = now + this.checkNanos;
		this.heartbeats.set(this);
		this.runtime.acquired(this);
	}

	/**
	 * Gives up what is locked although the hold did not come to its beginning. Its turn
	 * and its position are the caller's.
	 */
	final void undo() {
		this.heartbeats.remove(this);
		this.state = State.RELEASED;
		release();
	}

	@Override
	public final LockId id() {
		return this.id;
	}

	@Override
	public final boolean isOf(Path other) {
		if (this.id.path().equals(other)) {
			return true;
		}
		OpenLockFile file = this.file;
		FileStatus status = new FileStatus();
		return file != null && this.state == State.HELD
				&& this.runtime.platform().files().identity(NativePath.of(other), status) == 0
				&& status.inode() == file.inode() && status.device() == file.device();
	}

	@Override
	public final boolean isHeld() {
		if (this.state == State.HELD && isOverdue()) {
			fire();
		}
		return this.state == State.HELD;
	}

	/**
	 * Returns whether a whole interval passed without a check that was due: this process
	 * was stopped, or so busy that others may have given it up meanwhile.
	 */
	private boolean isOverdue() {
		return this.heartbeats.now() - this.due > this.checkNanos;
	}

	@Override
	public final long fencingToken() {
		return this.fencingToken;
	}

	@Override
	public final LockHolder holder() {
		return this.runtime.self();
	}

	@Override
	public final LockCaller acquiredBy() {
		return this.caller;
	}

	@Override
	public final Instant acquiredAt() {
		return FencingToken.instant(this.acquiredMicros);
	}

	@Override
	public final void requireHeld() {
		check(false);
		requireKnownToBeHeld();
	}

	private void requireKnownToBeHeld() {
		require(this.state);
	}

	private void require(State state) {
		if (state != State.HELD) {
			throw new LockLostException(this.id, reason(state));
		}
	}

	private String reason(State state) {
		if (state == State.RELEASED) {
			return "it has been released";
		}
		if (state == State.FORFEITED) {
			return "it was given up while its work went on";
		}
		return this.broken ? BROKEN : "its file was removed or replaced";
	}

	/**
	 * Does something with what is locked, while neither a check nor the release can come
	 * in between.
	 * @param action what to do
	 * @throws LockLostException if the lock is not held any more
	 */
	protected final void whileHeld(Runnable action) {
		requireHeld();
		this.guard.lock();
		try {
			requireKnownToBeHeld();
			action.run();
		}
		finally {
			this.guard.unlock();
		}
		requireHeld();
	}

	/**
	 * Lets another process have what is locked too, while neither a check nor the release
	 * can come in between.
	 * @param <T> what stands for the other process
	 * @param <E> how that may fail
	 * @param sharing gives the locked file to the other process
	 * @return what stands for the other process
	 * @throws E if nothing was given; the lock is still held here then
	 * @throws LockLostException if the lock is not held any more
	 */
	protected final <T, E extends Exception> T share(LockCaller.Action<T, E> sharing) throws E {
		requireHeld();
		this.guard.lock();
		try {
			requireKnownToBeHeld();
			return sharing.run();
		}
		finally {
			this.guard.unlock();
		}
	}

	/**
	 * Ends the hold here because another process has the lock from now on.
	 * @param <T> what stands for the other process
	 * @param <E> how the transfer may fail
	 * @param transfer gives the lock away, and closes what was locked without unlocking
	 * it
	 * @return what stands for the other process
	 * @throws E if nothing was transferred; the lock is still held here then
	 * @throws LockLostException if the lock is not held any more
	 */
	protected final <T, E extends Exception> T transfer(LockCaller.Action<T, E> transfer) throws E {
		this.runtime.stackReserve().forRelease();
		T child = share(() -> {
			T given = transfer.run();
			this.state = State.RELEASED;
			return given;
		});
		ended(null);
		this.runtime.released(this);
		return child;
	}

	private void check(boolean beat) {
		Path lost = null;
		this.guard.lock();
		try {
			lost = (this.state == State.HELD) ? lostName() : null;
			if (lost != null) {
				this.broken = wasBroken();
				this.state = State.LOST;
			}
			else if (beat && this.state == State.HELD) {
				beat();
			}
		}
		finally {
			this.guard.unlock();
		}
		if (lost != null) {
			this.heartbeats.remove(this);
			reportLost(lost);
		}
	}

	private void reportLost(Path lost) {
		this.runtime.listener()
			.onEvent(new LockEvent.Lost(this, this.broken ? BROKEN : "'" + lost + "' was removed or replaced"));
	}

	@Override
	public final long due() {
		return this.due;
	}

	@Override
	public final long tolerance() {
		return this.checkNanos / 8;
	}

	@Override
	public final void fire() {
		this.due = this.heartbeats.now() + this.checkNanos;
		try {
			if (!this.unended) {
				check(true);
			}
			else if (!this.guard.isLocked()) {
				close();
			}
		}
		catch (LatchkeyException ex) {
			this.runtime.listener().onEvent(new LockEvent.Warning(this.id, ex));
		}
		catch (Throwable ex) {
			this.runtime.listener()
				.onEvent(new LockEvent.Warning(this.id, new LatchkeyException("The heartbeat failed: " + ex + ".",
						"The next one is tried at its time; see the cause.", ex)));
		}
	}

	@Override
	public final void close() {
		if (end(State.RELEASED, false).found() == State.HELD) {
			this.runtime.released(this);
		}
	}

	@Override
	public final void closeHeld() {
		Ending ending = end(State.RELEASED, true);
		if (ending.found() == State.HELD) {
			this.runtime.released(this);
		}
		if (ending.doubt() != null) {
			throw ending.doubt();
		}
		require(ending.found());
	}

	/**
	 * Releases the lock although its work may go on: it counts as lost. Closing it does
	 * nothing more.
	 * @param reason why
	 */
	protected final void giveUp(String reason) {
		if (end(State.FORFEITED, false).found() == State.HELD) {
			this.runtime.listener().onEvent(new LockEvent.Lost(this, reason));
		}
	}

	private Ending end(State after, boolean looking) {
		boolean ended = false;
		try {
			Ending ending = endOnce(after, looking);
			ended = true;
			return ending;
		}
		finally {
			if (!ended) {
				this.unended = true;
			}
		}
	}

	/**
	 * Each step is done once and whatever became of those before it, and the heartbeat
	 * goes last: it looks after what has not ended.
	 */
	private Ending endOnce(State after, boolean looking) {
		this.runtime.stackReserve().forRelease();
		Path lost = null;
		LatchkeyException doubt = null;
		LatchkeyException problem;
		State found;
		this.guard.lock();
		try {
			found = this.state;
			if (found != State.HELD && found != State.LOST) {
				return new Ending(found, null);
			}
			this.state = after;
			forgetFile();
			try {
				lost = (found == State.HELD) ? nameLost(looking) : null;
			}
			catch (Throwable ex) {
				doubt = unclean(ex);
			}
			found = (lost != null) ? State.LOST : found;
			problem = release(found);
		}
		finally {
			this.guard.unlock();
		}
		ended((problem != null) ? problem : doubt);
		if (lost != null) {
			reportLost(lost);
		}
		return new Ending(found, doubt);
	}

	private @Nullable Path nameLost(boolean looking) {
		Path lost = looking ? lostName() : lostNameAtRelease();
		this.broken = lost != null && wasBroken();
		return lost;
	}

	private void forgetFile() {
		if (this.entry != null) {
			this.entry.forgetFile();
		}
	}

	private @Nullable LatchkeyException release(State found) {
		try {
			if (found == State.HELD) {
				release();
			}
			else {
				abandon();
			}
			return null;
		}
		catch (Throwable ex) {
			return unclean(ex);
		}
	}

	private LatchkeyException unclean(Throwable problem) {
		return (problem instanceof LatchkeyException known) ? known
				: new LatchkeyException("The " + this.id + " was not released cleanly: " + problem + ".",
						"The kernel frees it when this process ends; see the cause.", problem);
	}

	private void ended(@Nullable LatchkeyException problem) {
		LocalQueue.Entry entry = this.entry;
		try {
			if (entry != null) {
				entry.leave();
			}
		}
		finally {
			leaveOrder();
		}
		if (problem != null) {
			this.runtime.listener().onEvent(new LockEvent.Warning(this.id, problem));
		}
	}

	private void leaveOrder() {
		try {
			this.position.leave();
		}
		finally {
			this.heartbeats.remove(this);
		}
	}

	/** Two holds are the same only if they are one; the token spreads them well. */
	@Override
	public final int hashCode() {
		return Long.hashCode(this.fencingToken);
	}

	@Override
	public final boolean equals(@Nullable Object other) {
		return this == other;
	}

	@Override
	public final String toString() {
		return this.id + " with token " + this.fencingToken;
	}

	/**
	 * How a hold ended.
	 *
	 * @param found what was so at its end
	 * @param doubt why that could not be looked at
	 */
	private record Ending(State found, @Nullable LatchkeyException doubt) {
	}

	private enum State {

		HELD, LOST, RELEASED, FORFEITED

	}

}

package dev.latchkey.internal.acquire;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockCaller;
import dev.latchkey.LockEvent;
import dev.latchkey.LockFileException;
import dev.latchkey.LockId;
import dev.latchkey.LockListener;
import dev.latchkey.LockOrder;
import dev.latchkey.LockOrderException;
import dev.latchkey.LockReentryException;
import dev.latchkey.LockTier;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockWait;
import dev.latchkey.internal.platform.FileStatus;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.wait.Deadline;

/**
 * The way into every lock: the queue of this JVM first, then the lock's own protocol, and
 * the listener told in between.
 *
 * @param <H> the kind of hold
 */
public final class LockAcquirer<H extends FileHold> {

	/** How long a try may take beside others who are in the way for an instant. */
	private static final Duration PATIENCE = Duration.ofSeconds(1);

	/** The same after a wait, which has seen them all the time. */
	private static final Duration LAST_PATIENCE = Duration.ofMillis(100);

	private final LockRuntime runtime;

	private final LocalQueue queue;

	private final LockProtocol<H> protocol;

	private final Path path;

	/**
	 * Create a way into a lock.
	 * @param runtime the runtime
	 * @param protocol how the lock is acquired
	 */
	public LockAcquirer(LockRuntime runtime, LockProtocol<H> protocol) {
		this.runtime = runtime;
		this.queue = runtime.queue();
		this.protocol = protocol;
		this.path = protocol.id().path();
	}

	/**
	 * Acquire the lock if it is free.
	 * @return the hold, or empty if the lock is busy
	 * @throws LockFileException if the lock is free, but cannot be had because somebody
	 * sits on a shared lock
	 */
	public Optional<H> tryAcquire() {
		// Asking again for what this thread has is no step in the order.
		if (this.queue.isMine(this.path)) {
			return Optional.empty();
		}
		LockOrder.Position position = enterOrder();
		H hold = null;
		try {
			hold = tryOnce(position, LockCaller.current());
			return Optional.ofNullable(hold);
		}
		finally {
			if (hold == null) {
				position.leave();
			}
		}
	}

	private @Nullable H tryOnce(LockOrder.Position position, LockCaller caller) {
		LocalQueue.Turn turn = this.queue.tryEnter(this.path);
		if (turn == null) {
			return null;
		}
		H hold = null;
		boolean begun = false;
		try {
			hold = this.protocol.tryAcquire(PATIENCE);
			begun = begin(hold, turn, position, caller);
			return hold;
		}
		finally {
			if (!begun) {
				leave(turn, hold);
			}
		}
	}

	/**
	 * Acquire the lock, waiting if it is busy.
	 * @param time how long to wait at the most; zero or less is to try once
	 * @return the hold
	 * @throws InterruptedException if the thread was interrupted; nothing is held then
	 * @throws LockTimeoutException if the lock was busy all the time
	 * @throws LockFileException if something else than a holder kept the lock away
	 * @throws LockReentryException if this thread holds the lock
	 * @throws LockOrderException if this task must not acquire the lock now, and the lock
	 * order insists
	 */
	public H acquire(Duration time) throws InterruptedException {
		long start = System.nanoTime();
		return heldOrTimedOut(start, acquireInOrder(time));
	}

	/**
	 * Acquire the lock, waiting if it is busy, for callers who do not care who has it: to
	 * find that out may take longer than they are ready to wait.
	 * @param time how long to wait at the most; zero or less is to try once
	 * @return the hold, or empty if the lock was busy all the time
	 * @throws InterruptedException as {@link #acquire(Duration)} does, as all others but
	 * {@link LockTimeoutException}
	 */
	public Optional<H> tryAcquire(Duration time) throws InterruptedException {
		long start = System.nanoTime();
		H hold = acquireInOrder(time);
		if (hold == null) {
			tellTimedOut(since(start));
		}
		return Optional.ofNullable(hold);
	}

	private @Nullable H acquireInOrder(Duration time) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		refuseSamePath();
		LockOrder.Position position = enterOrder();
		H hold = null;
		try {
			hold = acquire(time, position, LockCaller.current());
			return hold;
		}
		finally {
			if (hold == null) {
				position.leave();
			}
		}
	}

	/**
	 * Refuse to go on if the calling thread holds the lock.
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

	private @Nullable H acquire(Duration time, LockOrder.Position position, LockCaller caller)
			throws InterruptedException {
		Deadline deadline = (time.compareTo(Duration.ZERO) > 0) ? Deadline.after(time) : null;
		H hold = (deadline != null) ? tryBeforeWait(position, caller) : tryOnce(position, caller);
		if (hold == null) {
			refuseSameFile();
		}
		if (hold == null && deadline != null) {
			hold = await(deadline, position, caller);
		}
		if (hold == null && Thread.interrupted()) {
			// Nobody waits for the answer any more, so it is not that the time ran out.
			throw new InterruptedException();
		}
		return hold;
	}

	private H heldOrTimedOut(long start, @Nullable H hold) throws InterruptedException {
		if (hold == null) {
			Duration waited = since(start);
			tellTimedOut(waited);
			throw new LockTimeoutException(this.protocol.id(), waited,
					this.runtime.holderLooks().owners(this.protocol, start));
		}
		return hold;
	}

	private static Duration since(long start) {
		return Duration.ofNanos(System.nanoTime() - start);
	}

	private void tellTimedOut(Duration waited) {
		this.runtime.listener().onEvent(new LockEvent.TimedOut(this.protocol.id(), waited));
	}

	/**
	 * Prepare to acquire the lock on another thread, waiting if it is busy.
	 *
	 * <p>
	 * The lock order is asked here, for the calling task. The hold stands on no task's
	 * stack: nobody knows yet who will use it.
	 * @param time how long to wait at the most; zero or less is to try once
	 * @return acquires the lock, and fails as {@link #acquire(Duration)} does, but for
	 * re-entry, which cannot be told; at once if the lock order refuses it
	 */
	public Callable<H> deferred(Duration time) {
		LockTier tier = tier();
		try {
			if (tier != null) {
				this.runtime.order().check(tier, this.protocol.id());
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
			return heldOrTimedOut(start, acquire(time, LockOrder.Position.NONE, caller));
		};
	}

	private @Nullable LockTier tier() {
		LockTier own = this.protocol.tier();
		return (own != null) ? own : this.runtime.tier();
	}

	/** The order is asked before anything is locked or waited for. */
	private LockOrder.Position enterOrder() {
		StackReserve.forAcquisition();
		LockTier tier = tier();
		return (tier != null) ? this.runtime.order().enter(tier, this.protocol.id()) : LockOrder.Position.NONE;
	}

	private @Nullable H tryBeforeWait(LockOrder.Position position, LockCaller caller) throws InterruptedException {
		LocalQueue.Turn turn = this.queue.tryEnter(this.path);
		return (turn != null) ? acquire(turn, position, caller, Deadline.now(), false) : null;
	}

	private @Nullable H await(Deadline deadline, LockOrder.Position position, LockCaller caller)
			throws InterruptedException {
		LockListener listener = this.runtime.listener();
		LockWait wait = new LockWait(this.protocol.id(), caller, Instant.now(), deadline.instant());
		try {
			listener.onEvent(new LockEvent.WaitStarted(wait));
			LocalQueue.Turn turn = this.queue.enter(this.path, deadline);
			return (turn != null) ? acquire(turn, position, caller, deadline, true) : null;
		}
		finally {
			listener.onEvent(new LockEvent.WaitEnded(wait));
		}
	}

	private @Nullable H acquire(LocalQueue.Turn turn, LockOrder.Position position, LockCaller caller, Deadline deadline,
			boolean waits) throws InterruptedException {
		H hold = null;
		boolean begun = false;
		try {
			hold = this.protocol.acquire(deadline);
			if (hold == null && waits) {
				// A last try finds whether the lock is held, or something else is in the
				// way.
				hold = this.protocol.tryAcquire(LAST_PATIENCE);
			}
			begun = begin(hold, turn, position, caller);
			return hold;
		}
		finally {
			if (!begun) {
				leave(turn, hold);
			}
		}
	}

	private boolean begin(@Nullable H hold, LocalQueue.Turn turn, LockOrder.Position position, LockCaller caller) {
		if (hold != null) {
			hold.begin(turn, position, caller, this.protocol.isShared());
		}
		return hold != null;
	}

	private void leave(LocalQueue.Turn turn, @Nullable H notBegun) {
		try {
			if (notBegun != null) {
				notBegun.undo();
			}
		}
		finally {
			turn.leave();
		}
	}

}

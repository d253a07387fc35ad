package dev.latchkey.file;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockListener;
import dev.latchkey.LockReentryException;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockWait;

/**
 * The way into every lock: the queue of this JVM first, then the lock's own protocol, and
 * the listener told in between.
 *
 * @param <H> the kind of hold
 */
public final class Acquisition<H extends FileHold> {

	private final LockRuntime runtime;

	private final LockProtocol<H> protocol;

	/**
	 * Create a way into a lock.
	 * @param runtime the runtime
	 * @param protocol how the lock is acquired
	 */
	public Acquisition(LockRuntime runtime, LockProtocol<H> protocol) {
		this.runtime = runtime;
		this.protocol = protocol;
	}

	/**
	 * Acquire the lock if it is free.
	 * @return the hold, or empty if the lock is busy
	 */
	public Optional<H> tryAcquire() {
		return Optional.ofNullable(tryOnce());
	}

	/**
	 * Acquire the lock, waiting if it is busy.
	 * @param time how long to wait at the most
	 * @return the hold
	 * @throws InterruptedException if the thread was interrupted; nothing is held then
	 * @throws LockTimeoutException if the lock was busy all the time
	 * @throws LockReentryException if this thread holds the lock
	 */
	public H acquire(Duration time) throws InterruptedException {
		long start = System.nanoTime();
		H hold = acquire(Deadline.after(time));
		if (hold == null) {
			throw new LockTimeoutException(this.protocol.id(), Duration.ofNanos(System.nanoTime() - start),
					this.protocol.owners());
		}
		return hold;
	}

	private @Nullable H acquire(Deadline deadline) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		H hold = tryOnce();
		if (hold != null) {
			return hold;
		}
		LockListener listener = this.runtime.listener();
		LockWait wait = new LockWait(this.protocol.id(), Thread.currentThread().getName(), Instant.now());
		listener.waiting(wait);
		try {
			LocalQueue.Turn turn = this.runtime.queue().enter(this.protocol.id().path(), this.protocol.id(), deadline);
			return (turn != null) ? began(turn, () -> this.protocol.acquire(deadline)) : null;
		}
		finally {
			listener.waitEnded(wait);
		}
	}

	private @Nullable H tryOnce() {
		LocalQueue.Turn turn = this.runtime.queue().tryEnter(this.protocol.id().path());
		return (turn != null) ? began(turn, this.protocol::tryAcquire) : null;
	}

	private <E extends Exception> @Nullable H began(LocalQueue.Turn turn, Step<H, E> step) throws E {
		H hold = null;
		try {
			hold = step.take();
		}
		finally {
			if (hold == null) {
				turn.leave();
			}
		}
		if (hold != null) {
			hold.begin(turn);
		}
		return hold;
	}

	private interface Step<H extends FileHold, E extends Exception> {

		@Nullable H take() throws E;

	}

}

package dev.latchkey.file;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
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
	public Acquisition(LockRuntime runtime, LockProtocol<H> protocol) {
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
		LocalQueue.Turn turn = this.queue.tryEnter(this.path);
		return Optional.ofNullable((turn != null) ? began(turn, () -> this.protocol.tryAcquire(PATIENCE)) : null);
	}

	/**
	 * Acquire the lock, waiting if it is busy.
	 * @param time how long to wait at the most; zero or less is to try once
	 * @return the hold
	 * @throws InterruptedException if the thread was interrupted; nothing is held then
	 * @throws LockTimeoutException if the lock was busy all the time
	 * @throws LockFileException if something else than a holder kept the lock away
	 * @throws LockReentryException if this thread holds the lock
	 */
	public H acquire(Duration time) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		if (this.queue.isMine(this.path)) {
			throw new LockReentryException(this.protocol.id());
		}
		long start = System.nanoTime();
		boolean wait = time.compareTo(Duration.ZERO) > 0;
		H hold = wait ? acquire(Deadline.after(time)) : tryAcquire().orElse(null);
		if (hold == null) {
			throw new LockTimeoutException(this.protocol.id(), Duration.ofNanos(System.nanoTime() - start),
					this.protocol.owners());
		}
		return hold;
	}

	private @Nullable H acquire(Deadline deadline) throws InterruptedException {
		LocalQueue.Turn turn = this.queue.tryEnter(this.path);
		H hold = (turn != null) ? began(turn, () -> this.protocol.acquire(Deadline.now())) : null;
		return (hold != null) ? hold : await(deadline);
	}

	private @Nullable H await(Deadline deadline) throws InterruptedException {
		LockListener listener = this.runtime.listener();
		LockWait wait = new LockWait(this.protocol.id(), Thread.currentThread().getName(), Instant.now());
		listener.waiting(wait);
		try {
			LocalQueue.Turn turn = this.queue.enter(this.path, deadline);
			return (turn != null) ? began(turn, () -> acquireOrSayWhy(deadline)) : null;
		}
		finally {
			listener.waitEnded(wait);
		}
	}

	/**
	 * When the time has run out a last try tells whether somebody has the lock, or
	 * something else is in the way.
	 */
	private @Nullable H acquireOrSayWhy(Deadline deadline) throws InterruptedException {
		H hold = this.protocol.acquire(deadline);
		return (hold != null) ? hold : this.protocol.tryAcquire(LAST_PATIENCE);
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

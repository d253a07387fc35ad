package dev.latchkey.internal.acquire;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockTier;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.wait.Deadline;

/**
 * How one lock is acquired across processes. Called by one thread of this JVM at a time,
 * when it is that thread's turn.
 *
 * @param <H> the kind of hold
 */
public interface LockProtocol<H extends FileHold> {

	/**
	 * Return which lock it is.
	 * @return the identity of the lock
	 */
	LockId id();

	/**
	 * Return where the lock stands in the lock order.
	 * @return the tier, or {@code null} to stand where the runtime says
	 */
	default @Nullable LockTier tier() {
		return null;
	}

	/**
	 * Tell whether the lock is shared with others who do the same, in this JVM too.
	 * @return whether it is shared
	 */
	default boolean isShared() {
		return false;
	}

	/**
	 * Try once.
	 * @param patience how long to put up with what is only in the way of knowing whether
	 * the lock is free: shared locks, a short mutex, somebody between free and held
	 * @return the hold, or {@code null} if the lock is busy
	 */
	@Nullable H tryAcquire(Duration patience);

	/**
	 * Wait for the lock.
	 * @param deadline when to give up
	 * @return the hold, or {@code null} if the deadline came
	 * @throws InterruptedException if the thread was interrupted; nothing is held then
	 */
	@Nullable H acquire(Deadline deadline) throws InterruptedException;

	/**
	 * Find out who holds the lock.
	 * @param look a look at the kernel's table and at processes
	 * @return the owners, as far as is known
	 */
	List<LockHolder> owners(LockHolders look);

}

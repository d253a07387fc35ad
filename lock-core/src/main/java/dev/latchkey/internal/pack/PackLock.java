package dev.latchkey.internal.pack;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.latchkey.LockFileException;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockOrderException;
import dev.latchkey.LockReentryException;
import dev.latchkey.LockTier;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.internal.acquire.AsyncAcquisition;
import dev.latchkey.internal.acquire.LockAcquirer;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.lockfile.IdleFiles;
import dev.latchkey.internal.wait.Deadline;

/**
 * One lock of {@link PackLocks}, to be acquired as often as need be, by any thread. It
 * needs no closing: what it keeps open belongs to the {@link PackLocks}.
 *
 * <p>
 * The directory is looked up at an acquisition, unless that was done in the last 10
 * milliseconds: links are followed, and all names of one directory are the same lock. All
 * methods throw {@link LockFileException} if there is no such directory, or the system
 * refuses what they need; and all that acquire throw {@link LockOrderException} before
 * anything is locked, if the task has a lock of the same or a later tier and the
 * runtime's order insists.
 */
public final class PackLock {

	private final LockRuntime runtime;

	private final IdleFiles<PackFiles> cache;

	private final LockPlace place;

	private final LockTier tier;

	private final LockMode mode;

	PackLock(LockRuntime runtime, IdleFiles<PackFiles> cache, LockPlace place, LockTier tier, LockMode mode) {
		this.runtime = runtime;
		this.cache = cache;
		this.place = place;
		this.tier = tier;
		this.mode = mode;
	}

	/**
	 * Return which lock this is now.
	 * @return the identity, by the real path of the lock file
	 */
	public LockId id() {
		return this.place.find(this.runtime);
	}

	/**
	 * Return the tier that the lock stands on.
	 * @return the tier
	 */
	public LockTier tier() {
		return this.tier;
	}

	/**
	 * Acquire the lock if it is free.
	 * @return the hold, or empty if somebody has the lock, be it this thread
	 */
	public Optional<PackHold> tryAcquire() {
		return acquisition().tryAcquire();
	}

	/**
	 * Acquire the lock, waiting for as long as somebody has it.
	 * @return the hold
	 * @throws InterruptedException if the thread was interrupted; nothing is held then
	 * @throws LockReentryException at once, if this thread has the lock
	 */
	public PackHold acquire() throws InterruptedException {
		return acquire(Deadline.INDEFINITE);
	}

	/**
	 * Acquire the lock, waiting if somebody has it.
	 * @param time how long to wait at the most; zero or less is to try once
	 * @return the hold
	 * @throws InterruptedException if the thread was interrupted; nothing is held then
	 * @throws LockTimeoutException if somebody had it all the time
	 * @throws LockReentryException at once, if this thread has the lock
	 */
	public PackHold acquire(Duration time) throws InterruptedException {
		return acquisition().acquire(time);
	}

	/**
	 * Acquire the lock without waiting for it here, as long as it takes.
	 * @return the hold to come; see {@link #acquireAsync(Duration)}
	 */
	public CompletableFuture<PackHold> acquireAsync() {
		return acquireAsync(Deadline.INDEFINITE);
	}

	/**
	 * Acquire the lock without waiting for it here. A thread waits for each call: a
	 * virtual one where there are such. It completes the future, and runs what depends on
	 * it.
	 *
	 * <p>
	 * Cancelling the returned future (not one that was derived from it) ends the wait;
	 * {@code cancel} returns when the waiting thread has given up. If it returns true,
	 * the lock is not held and will not be. If it returns false the wait was over, and a
	 * hold may have come that must be closed. A future that is ended otherwise, as by
	 * {@code orTimeout}, ends the wait too; a hold that comes at that moment is released
	 * at once.
	 *
	 * <p>
	 * The lock order is asked here, for the calling task. Work that is done under the
	 * hold says itself on which tier it is, as by {@code LockTiers.run}.
	 * @param time how long to wait at the most; zero or less is to try once
	 * @return the hold to come; fails with {@link LockTimeoutException} or
	 * {@link LockFileException}, with {@link LockReentryException} if the calling thread
	 * has the lock, and with {@link LockOrderException}. Nothing is thrown here
	 */
	public CompletableFuture<PackHold> acquireAsync(Duration time) {
		try {
			LockAcquirer<PackHold> acquisition = acquisition();
			acquisition.refuseReentry();
			return AsyncAcquisition.start(acquisition.deferred(time));
		}
		catch (LockReentryException | LockFileException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * Find out who has the lock.
	 * @return the owners, as far as the kernel tells: several if they share it; none
	 * found does not mean free
	 */
	public List<LockHolder> owners() {
		return protocol().owners(new LockHolders(this.runtime));
	}

	private LockAcquirer<PackHold> acquisition() {
		return new LockAcquirer<>(this.runtime, protocol());
	}

	private PackProtocol protocol() {
		return new PackProtocol(this.runtime, this.cache, id(), this.tier, this.mode);
	}

}

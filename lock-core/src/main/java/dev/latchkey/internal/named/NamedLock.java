package dev.latchkey.internal.named;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import dev.latchkey.CooldownHold;
import dev.latchkey.LockFileException;
import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockInspection;
import dev.latchkey.LockReentryException;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.internal.acquire.AsyncAcquisition;
import dev.latchkey.internal.acquire.LockAcquirer;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.wait.Deadline;

/**
 * One lock of {@link NamedLocks}, to be acquired as often as need be, by any thread.
 *
 * <p>
 * All methods throw {@link LockFileException} if the system refuses what they need, or if
 * the file of the lock has a content that is not of these locks; it is left alone then.
 */
public final class NamedLock {

	private final NamedLocks locks;

	private final LockId id;

	private final LockAcquirer<NamedHold> acquisition;

	NamedLock(NamedLocks locks, LockId id) {
		this.locks = locks;
		this.id = id;
		this.acquisition = acquisition(null);
	}

	/**
	 * Returns which lock this is.
	 * @return the identity of the lock, with its file
	 */
	public LockId id() {
		return this.id;
	}

	/**
	 * Acquires the lock if it is free.
	 * @return the hold, or empty if the lock is held, be it by this thread
	 */
	public Optional<LockHold> tryAcquire() {
		return widened(this.acquisition.tryAcquire());
	}

	/**
	 * Acquires the lock, waiting if it is held. The holder is not looked for: that may
	 * take longer than a short wait.
	 * @param time how long to wait at the most; zero or less is to try once
	 * @return the hold, or empty if the lock was held all the time
	 * @throws InterruptedException if the thread was interrupted; nothing is held then
	 * @throws LockReentryException if this thread holds the lock
	 */
	public Optional<LockHold> tryAcquire(Duration time) throws InterruptedException {
		return widened(this.acquisition.tryAcquire(time));
	}

	/**
	 * Acquires the lock, waiting for as long as it is held.
	 * @return the hold
	 * @throws InterruptedException if the thread was interrupted; nothing is held then
	 * @throws LockReentryException if this thread holds the lock
	 */
	public LockHold acquire() throws InterruptedException {
		return acquire(Deadline.INDEFINITE);
	}

	/**
	 * Acquires the lock, waiting if it is held.
	 * @param time how long to wait at the most; zero or less is to try once
	 * @return the hold
	 * @throws InterruptedException if the thread was interrupted; nothing is held then
	 * @throws LockTimeoutException if the lock was held all the time
	 * @throws LockReentryException if this thread holds the lock
	 */
	public LockHold acquire(Duration time) throws InterruptedException {
		return this.acquisition.acquire(time);
	}

	/**
	 * Acquires the lock without waiting for it here.
	 *
	 * <p>
	 * A thread waits for each call: a virtual one where there are such. Cancelling the
	 * returned future (not one that was derived from it) ends the wait: {@code cancel}
	 * returns when that thread has given up. If it returns true, the lock was not
	 * acquired and will not be; if false, the wait was over, and a hold may have to be
	 * closed.
	 * @param time how long to wait at the most; zero or less is to try once
	 * @return the hold to come; fails with {@link LockTimeoutException} or
	 * {@link LockFileException}. A thread that holds the lock waits for its own release
	 */
	public CompletableFuture<LockHold> acquireAsync(Duration time) {
		return AsyncAcquisition.start(this.acquisition.deferred(time));
	}

	/**
	 * Acquires the lock if it is free and the time has come before which a former holder
	 * asked to leave it alone. Other ways to acquire the lock neither respect nor change
	 * that time.
	 * @param notBefore when it may be acquired in this way again, by the wall clock
	 * @return the hold, or empty if the lock is held, or it is too early
	 */
	public Optional<CooldownHold> tryAcquirePaced(Instant notBefore) {
		return widened(acquisition(notBefore).tryAcquire());
	}

	/**
	 * Acquires the lock as {@link #tryAcquirePaced} does, and reports why it cannot be
	 * acquired.
	 * @param notBefore when it may be acquired in this way again, by the wall clock
	 * @return the hold
	 * @throws InterruptedException if the thread was interrupted; nothing is held then
	 * @throws LockTimeoutException if the lock is held, or it is too early
	 * @throws LockReentryException if this thread holds the lock
	 */
	public CooldownHold acquirePaced(Instant notBefore) throws InterruptedException {
		try {
			return acquisition(notBefore).acquire(Duration.ZERO);
		}
		catch (LockTimeoutException ex) {
			throw tooEarlyOrBusy(ex);
		}
	}

	/**
	 * Acquires the lock as {@link #acquirePaced} does, on another thread.
	 * @param notBefore when it may be acquired in this way again, by the wall clock
	 * @return the hold to come; fails as {@link #acquirePaced} does
	 */
	public CompletableFuture<LockHold> acquirePacedAsync(Instant notBefore) {
		Callable<NamedHold> deferred = acquisition(notBefore).deferred(Duration.ZERO);
		return AsyncAcquisition.start(() -> {
			try {
				return deferred.call();
			}
			catch (LockTimeoutException ex) {
				throw tooEarlyOrBusy(ex);
			}
		});
	}

	private LockTimeoutException tooEarlyOrBusy(LockTimeoutException ex) {
		Instant notBefore = ex.owners().isEmpty() ? inspector().notBefore() : Instant.EPOCH;
		return notBefore.isBefore(Instant.now()) ? ex
				: new LockTimeoutException(ex.id(), ex.waited(),
						"no holder was found: its last acquisition asked that it is left alone for some time, until "
								+ notBefore);
	}

	/**
	 * Looks at the lock, without acquiring it.
	 * @return what was found at a moment during this call
	 */
	public LockInspection inspect() {
		return inspector().inspect();
	}

	/**
	 * Looks at the lock, as one of many for which the kernel is asked once who holds
	 * them. Holders are less sure than those of {@link #inspect()} while locks come and
	 * go.
	 * @param table the kernel's answer
	 * @return what was found at a moment during this call
	 */
	public LockInspection inspect(LockHolders table) {
		return new NamedInspector(this.locks, this.id, table::of).inspect();
	}

	/**
	 * Finds the processes that hold the lock.
	 * @return the holders, as far as the kernel shows them; none found does not mean free
	 */
	public List<LockHolder> holders() {
		return LockHolders.ofBusy(this.locks.runtime(), this.id.path());
	}

	/**
	 * Takes the lock away from a holder that lives, but is stopped or hangs. This is for
	 * an operator, who knows what the holder was doing: it may continue at any time, and
	 * then finds by its next check or {@link LockHold#requireHeld()} that it lost the
	 * lock. Until then both may be at work, so what the lock protects must refuse the
	 * older {@link LockHold#fencingToken() fencing token}. A lock that a program without
	 * Latchkey holds is left alone, however long it is held.
	 * @return what was found: the lock was broken if it is
	 * {@link LockInspection#breakable() breakable}, and left alone otherwise
	 */
	public LockInspection breakStalled() {
		return new NamedBreaker(this.locks, this.id).breakStalled();
	}

	private NamedInspector inspector() {
		return new NamedInspector(this.locks, this.id, (file) -> LockHolders.ofBusy(this.locks.runtime(), file));
	}

	private LockAcquirer<NamedHold> acquisition(@Nullable Instant notBefore) {
		return new LockAcquirer<>(this.locks.runtime(), new NamedProtocol(this.locks, this.id, notBefore));
	}

	/** An Optional cannot be changed, so one of a subtype is one of the type. */
	@SuppressWarnings("unchecked")
	private static <T> Optional<T> widened(Optional<? extends T> hold) {
		return (Optional<T>) hold;
	}

	@Override
	public String toString() {
		return this.id.toString();
	}

}

package dev.latchkey.spring;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockHold;
import dev.latchkey.LockId;
import dev.latchkey.LockOptions;
import dev.latchkey.LockTier;
import dev.latchkey.LockTimeoutException;

/**
 * The locks of another backend than the lock directory, where all locks are that have a
 * name. Such a backend sees other machines too.
 */
public interface LockBackend {

	/**
	 * Return which lock a name stands for.
	 * @param name the name
	 * @return the lock, which differs from that of any other name
	 */
	LockId id(LockName name);

	/**
	 * Acquire a lock, waiting if it is busy. The calling thread need not be the one that
	 * uses or closes the hold.
	 * @param name the lock
	 * @param terms how it is acquired
	 * @return the hold
	 * @throws InterruptedException if the thread was interrupted; nothing is held then
	 * @throws LockTimeoutException if the lock was busy all the time
	 * @throws LockBackendException if the backend does not answer
	 */
	LockHold acquire(LockName name, Terms terms) throws InterruptedException;

	/**
	 * Begin to acquire a lock. Ending the returned future ends the acquisition.
	 * @param name the lock
	 * @param terms how it is acquired
	 * @return the hold to come; fails as {@link #acquire} does
	 */
	CompletableFuture<? extends LockHold> acquireAsync(LockName name, Terms terms);

	/**
	 * Make sure that locks can be had at all.
	 * @throws LatchkeyException if they cannot
	 */
	void prove();

	/**
	 * How a lock is acquired.
	 *
	 * @param options how long it lives without a sign of its holder, and how often that
	 * gives one
	 * @param tier where it stands in the lock order, or {@code null} for nowhere
	 * @param time how long to wait at the most, zero to try once
	 */
	record Terms(LockOptions options, @Nullable LockTier tier, Duration time) {

	}

}

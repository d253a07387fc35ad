package dev.latchkey.spring;

import java.nio.file.Path;

import dev.latchkey.LockHold;
import dev.latchkey.LockTimeoutException;

/**
 * Lets the Spring layer acquire locks, or does not. All acquisitions of a
 * {@link LockEngine} that join no other pass here.
 */
@FunctionalInterface
public interface LockAdmission {

	/**
	 * The admission that lets everything pass.
	 */
	LockAdmission ALWAYS = (file, acquisition) -> acquisition.acquire();

	/**
	 * Acquire a lock, on the thread that calls.
	 * @param file the lock's file
	 * @param acquisition acquires it
	 * @return the hold
	 * @throws InterruptedException if the thread was interrupted while it waited
	 * @throws LockTimeoutException if the lock was busy
	 * @throws LockShutdownException if no locks are acquired now
	 */
	LockHold acquire(Path file, Acquisition acquisition) throws InterruptedException;

	/**
	 * Acquires a lock.
	 */
	@FunctionalInterface
	interface Acquisition {

		/**
		 * Acquire the lock.
		 * @return the hold
		 * @throws InterruptedException if the thread was interrupted while it waited
		 */
		LockHold acquire() throws InterruptedException;

	}

}

package dev.latchkey.spring;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.latchkey.LockHold;
import dev.latchkey.LockId;
import dev.latchkey.LockTimeoutException;

/**
 * Lets the Spring layer acquire locks, or does not. All acquisitions of a
 * {@link LockExecutor} that join no other pass here.
 */
public interface LockAdmission {

	/**
	 * The admission that lets everything pass.
	 */
	LockAdmission ALWAYS = new LockAdmission() {

		@Override
		public LockHold acquire(Supplier<LockId> lock, boolean within, LockAcquirer acquisition)
				throws InterruptedException {
			return acquisition.acquire();
		}

		@Override
		public CompletableFuture<? extends LockHold> acquireAsync(Supplier<LockId> lock, boolean within,
				Supplier<? extends CompletableFuture<? extends LockHold>> acquisition) {
			return acquisition.get();
		}

	};

	/**
	 * The admission that acquires nothing and gives everybody a hold, whose fencing
	 * tokens grow.
	 */
	LockAdmission UNLOCKED = new NoLocking();

	/**
	 * Acquire a lock, on the thread that calls.
	 * @param lock finds which lock it is
	 * @param within whether the caller holds another lock
	 * @param acquisition acquires it
	 * @return the hold
	 * @throws InterruptedException if the thread was interrupted while it waited
	 * @throws LockTimeoutException if the lock was busy
	 * @throws LockShutdownException if no locks are acquired now
	 */
	LockHold acquire(Supplier<LockId> lock, boolean within, LockAcquirer acquisition) throws InterruptedException;

	/**
	 * Begin to acquire a lock that belongs to no thread. Ending the returned future ends
	 * the acquisition.
	 * @param lock finds which lock it is
	 * @param within whether the caller holds another lock
	 * @param acquisition begins to acquire it
	 * @return the hold to come; fails with {@link LockShutdownException} if no locks are
	 * acquired now, and otherwise as the acquisition does
	 */
	CompletableFuture<? extends LockHold> acquireAsync(Supplier<LockId> lock, boolean within,
			Supplier<? extends CompletableFuture<? extends LockHold>> acquisition);

	/**
	 * Acquires a lock.
	 */
	@FunctionalInterface
	interface LockAcquirer {

		/**
		 * Acquire the lock.
		 * @return the hold
		 * @throws InterruptedException if the thread was interrupted while it waited
		 */
		LockHold acquire() throws InterruptedException;

	}

}

package dev.latchkey.pack;

import java.time.Duration;

import dev.latchkey.file.Deadline;
import dev.latchkey.file.StandingLockFile;
import dev.latchkey.file.TryOutcome;

/**
 * How a file is locked, and what is made of others who share its lock.
 */
enum LockMode {

	/**
	 * Exclusively; nobody has reason to share the lock for more than an instant.
	 */
	ALONE {

		@Override
		TryOutcome tryLock(StandingLockFile file, Turnstile turnstile, Duration patience) {
			return file.tryLock(patience);
		}

		@Override
		boolean lock(StandingLockFile file, Turnstile turnstile, Deadline deadline) throws InterruptedException {
			return file.lock(deadline);
		}

	},

	/**
	 * Exclusively; others share it for as long as they read.
	 */
	AMONG_SHARERS {

		/** Outlasts those who only look, and takes a reader for what it is: busy. */
		@Override
		TryOutcome tryLock(StandingLockFile file, Turnstile turnstile, Duration patience) {
			return file.lockUninterruptibly(Deadline.after(Duration.ofMillis(10))) ? TryOutcome.ACQUIRED
					: TryOutcome.BUSY;
		}

		@Override
		boolean lock(StandingLockFile file, Turnstile turnstile, Deadline deadline) throws InterruptedException {
			return file.lock(Deadline.now()) || turnstile.lockFirst(file, deadline);
		}

	},

	/**
	 * Together with others, and behind a writer that waits.
	 */
	SHARED {

		@Override
		TryOutcome tryLock(StandingLockFile file, Turnstile turnstile, Duration patience) {
			return turnstile.isTaken() ? TryOutcome.BUSY : file.tryLockShared();
		}

		@Override
		boolean lock(StandingLockFile file, Turnstile turnstile, Deadline deadline) throws InterruptedException {
			return turnstile.pass(deadline) && file.lockShared(deadline);
		}

	};

	abstract TryOutcome tryLock(StandingLockFile file, Turnstile turnstile, Duration patience);

	abstract boolean lock(StandingLockFile file, Turnstile turnstile, Deadline deadline) throws InterruptedException;

}

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
		TryOutcome tryLock(StandingLockFile file, Duration patience) {
			return file.tryLock(patience);
		}

		@Override
		boolean lock(StandingLockFile file, Deadline deadline) throws InterruptedException {
			return file.lock(deadline);
		}

	},

	/**
	 * Exclusively; others share it for as long as they read.
	 */
	AMONG_SHARERS {

		/** Outlasts those who only look, and takes a reader for what it is: busy. */
		@Override
		TryOutcome tryLock(StandingLockFile file, Duration patience) {
			return file.lockUninterruptibly(Deadline.after(Duration.ofMillis(10))) ? TryOutcome.ACQUIRED
					: TryOutcome.BUSY;
		}

		@Override
		boolean lock(StandingLockFile file, Deadline deadline) throws InterruptedException {
			return file.lock(deadline);
		}

	},

	/**
	 * Together with others.
	 */
	SHARED {

		@Override
		TryOutcome tryLock(StandingLockFile file, Duration patience) {
			return file.tryLockShared();
		}

		@Override
		boolean lock(StandingLockFile file, Deadline deadline) throws InterruptedException {
			return file.lockShared(deadline);
		}

	};

	abstract TryOutcome tryLock(StandingLockFile file, Duration patience);

	abstract boolean lock(StandingLockFile file, Deadline deadline) throws InterruptedException;

}

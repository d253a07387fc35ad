package dev.latchkey.spring;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * The transaction that a caller is in, which keeps the locks that are acquired in it
 * until it has completed.
 */
interface CallerTransaction {

	/** Keeps nothing. */
	CallerTransaction NONE = new CallerTransaction() {

		@Override
		public boolean isKeeping() {
			return false;
		}

		@Override
		public @Nullable LockScope find(Path file) {
			return null;
		}

		@Override
		public void keep(LockScope hold) {
		}

	};

	/** Whether Spring's transactions are on the class path. */
	boolean PRESENT = ClassUtils.isPresent("org.springframework.transaction.support.TransactionSynchronizationManager",
			CallerTransaction.class.getClassLoader());

	/**
	 * Return the transaction of the calling thread.
	 * @return the transaction, which may be none
	 */
	static CallerTransaction ofThread() {
		return PRESENT ? ThreadTransaction.INSTANCE : NONE;
	}

	/**
	 * Return whether this transaction, or one that was suspended for it, keeps locks.
	 */
	boolean isKeeping();

	/**
	 * Find the hold of a lock that this transaction keeps, or one that was suspended for
	 * it.
	 * @param file the lock's file
	 * @return the hold, or {@code null} if none has it
	 */
	@Nullable LockScope find(Path file);

	/**
	 * Wait until another call of this transaction, which is at work at the same time, has
	 * made it keep a lock. A thread has one call at a time.
	 * @param file the lock's file
	 * @param whenKept what to do then, at once if it is kept already
	 * @return ends the wait
	 */
	default Runnable await(Supplier<Path> file, Consumer<LockScope> whenKept) {
		return () -> {
		};
	}

	/**
	 * Keep a hold until the transaction has completed; where none is active, do nothing.
	 * @param hold the scope that has the hold
	 */
	void keep(LockScope hold);

}

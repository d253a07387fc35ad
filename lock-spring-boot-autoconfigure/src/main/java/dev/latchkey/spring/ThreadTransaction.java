package dev.latchkey.spring;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The transaction of a thread. Its synchronization belongs to the transaction that was
 * active when a lock was acquired; the resource has the locks that the thread's
 * transactions keep, also while they are suspended.
 */
final class ThreadTransaction implements CallerTransaction {

	static final ThreadTransaction INSTANCE = new ThreadTransaction();

	private static final Object KEY = KeptHolds.class;

	private ThreadTransaction() {
	}

	@Override
	public boolean isKeeping() {
		return kept() != null;
	}

	@Override
	public @Nullable LockScope find(Path file) {
		return KeptHolds.find(kept(), file);
	}

	@Override
	public void keep(LockScope hold) {
		if (TransactionSynchronizationManager.isActualTransactionActive()
				&& TransactionSynchronizationManager.isSynchronizationActive()) {
			current().add(hold);
		}
	}

	private static KeptHolds current() {
		for (TransactionSynchronization synchronization : TransactionSynchronizationManager.getSynchronizations()) {
			if (synchronization instanceof Completion completion) {
				return completion.kept;
			}
		}
		KeptHolds kept = new KeptHolds(kept());
		TransactionSynchronizationManager.registerSynchronization(new Completion(kept));
		bind(kept);
		return kept;
	}

	private static @Nullable KeptHolds kept() {
		return KeptHolds.open((KeptHolds) TransactionSynchronizationManager.getResource(KEY));
	}

	private static void bind(@Nullable KeptHolds kept) {
		Object unused = TransactionSynchronizationManager.unbindResourceIfPossible(KEY);
		if (kept != null) {
			TransactionSynchronizationManager.bindResource(KEY, kept);
		}
	}

	/** May be called by another thread than that of the transaction. */
	private record Completion(KeptHolds kept) implements TransactionSynchronization {

		@Override
		public void beforeCommit(boolean readOnly) {
			this.kept.requireHeld();
		}

		@Override
		public void afterCompletion(int status) {
			this.kept.release(status == STATUS_ROLLED_BACK);
			bind(kept());
		}

	}

}

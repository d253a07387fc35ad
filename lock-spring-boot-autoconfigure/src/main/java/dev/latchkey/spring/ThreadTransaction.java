/*
 * Copyright 2026 the Latchkey authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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
	public @Nullable CountedHold find(Path file) {
		return KeptHolds.find(kept(), file);
	}

	@Override
	public void keep(CountedHold hold) {
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

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
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.NoTransactionException;
import org.springframework.transaction.reactive.TransactionSynchronization;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The transaction of a subscription, as {@link ThreadTransaction} is that of a thread.
 */
final class SubscribedTransaction implements CallerTransaction {

	private static final Object KEY = KeptHolds.class;

	private final TransactionSynchronizationManager manager;

	private SubscribedTransaction(TransactionSynchronizationManager manager) {
		this.manager = manager;
	}

	/**
	 * Returns the transaction of the subscription.
	 * @return the transaction, which may be none; never empty
	 */
	static Mono<CallerTransaction> current() {
		return TransactionSynchronizationManager.forCurrentTransaction()
			.<CallerTransaction>map(SubscribedTransaction::new)
			.onErrorResume(NoTransactionException.class, (none) -> Mono.just(NONE));
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
	public Runnable await(Supplier<Path> file, Consumer<CountedHold> whenKept) {
		return isActive() ? completion().kept.await(file.get(), whenKept) : () -> {
		};
	}

	@Override
	public void keep(CountedHold hold) {
		if (isActive()) {
			completion().kept.add(hold);
		}
	}

	private boolean isActive() {
		return this.manager.isActualTransactionActive() && this.manager.isSynchronizationActive();
	}

	private Completion completion() {
		for (TransactionSynchronization synchronization : this.manager.getSynchronizations()) {
			if (synchronization instanceof Completion completion) {
				return completion;
			}
		}
		Completion completion = new Completion(new KeptHolds(kept()));
		this.manager.registerSynchronization(completion);
		bind(completion.kept);
		return completion;
	}

	private @Nullable KeptHolds kept() {
		return KeptHolds.open((KeptHolds) this.manager.getResource(KEY));
	}

	private void bind(@Nullable KeptHolds kept) {
		Object unused = this.manager.unbindResourceIfPossible(KEY);
		if (kept != null) {
			this.manager.bindResource(KEY, kept);
		}
	}

	private final class Completion implements TransactionSynchronization {

		private final KeptHolds kept;

		Completion(KeptHolds kept) {
			this.kept = kept;
		}

		@Override
		public Mono<Void> beforeCommit(boolean readOnly) {
			return unblocked(this.kept::requireHeld);
		}

		@Override
		public Mono<Void> afterCompletion(int status) {
			return unblocked(() -> {
				this.kept.release(status == STATUS_ROLLED_BACK);
				bind(kept());
			});
		}

		private Mono<Void> unblocked(Runnable step) {
			return Mono.defer(() -> {
				Mono<Void> run = Mono.fromRunnable(step);
				return this.kept.isAtServer() ? run.subscribeOn(Schedulers.boundedElastic()) : run;
			});
		}

	}

}

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

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * What callers see of a stage that runs under a lock: it completes when the stage has
 * completed and the lock is released.
 */
final class LockedFuture<T extends @Nullable Object> extends CompletableFuture<T> {

	private final CompletionStage<T> stage;

	private final LockScope scope;

	private LockedFuture(CompletionStage<T> stage, LockScope scope) {
		this.stage = stage;
		this.scope = scope;
	}

	static <T extends @Nullable Object> CompletableFuture<T> of(CompletionStage<T> stage, LockScope scope) {
		LockedFuture<T> future = new LockedFuture<>(stage, scope);
		CompletionStage<T> unused = stage
			.whenComplete((value, failure) -> future.unblocked(() -> future.end(value, failure)));
		return future;
	}

	/** The thread that completes or cancels a stage must not wait for a server. */
	private void unblocked(Runnable end) {
		if (this.scope.isAtServer()) {
			Thread thread = new Thread(end, "latchkey-release");
			thread.setDaemon(true);
			thread.start();
		}
		else {
			end.run();
		}
	}

	private void end(T value, @Nullable Throwable failure) {
		if (failure != null) {
			this.scope.closeAfter(failure);
			completeExceptionally(failure);
			return;
		}
		try {
			this.scope.close();
			complete(value);
		}
		catch (RuntimeException ex) {
			completeExceptionally(ex);
		}
	}

	/**
	 * Cancel the stage, if it can be cancelled, and release the lock in any case.
	 */
	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		if (!isDone()) {
			cancelStage(mayInterruptIfRunning);
			unblocked(() -> this.scope.closeAfter(new CancellationException()));
		}
		return super.cancel(mayInterruptIfRunning);
	}

	private void cancelStage(boolean mayInterruptIfRunning) {
		if (this.stage instanceof CompletableFuture<?> future) {
			try {
				future.cancel(mayInterruptIfRunning);
			}
			catch (UnsupportedOperationException ex) {
				// A minimal stage is a future, but no caller may end it from outside.
			}
		}
	}

}

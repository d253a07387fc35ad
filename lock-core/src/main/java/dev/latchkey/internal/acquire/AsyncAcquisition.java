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

package dev.latchkey.internal.acquire;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockHold;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.internal.platform.Threads;

/**
 * A hold to come, for which a thread waits. Whoever cancels it waits until that thread is
 * back, so that both agree on whether the lock was had.
 *
 * @param <H> the kind of hold
 */
public final class AsyncAcquisition<H extends LockHold> extends CompletableFuture<H> {

	private final Callable<? extends H> acquisition;

	private final Object guard = new Object();

	private @Nullable Thread waiter;

	private boolean givenUp;

	private AsyncAcquisition(Callable<? extends H> acquisition) {
		this.acquisition = acquisition;
	}

	/**
	 * Acquires a lock on another thread. Cancelling the future ends the wait: if it could
	 * be cancelled, the lock was not had. A hold that comes when the future was completed
	 * in another way is released at once.
	 * @param <H> the kind of hold
	 * @param acquisition acquires the lock; interrupted when nobody wants it any more
	 * @return the hold to come, on the waiting thread; fails as the acquisition does, and
	 * if no thread can be started
	 */
	public static <H extends LockHold> CompletableFuture<H> start(Callable<? extends H> acquisition) {
		AsyncAcquisition<H> future = new AsyncAcquisition<>(acquisition);
		// However it ends, a limit of time included, nobody waits for the lock any more.
		CompletableFuture<H> unused = future.whenComplete((hold, problem) -> future.giveUp());
		try {
			Threads.startWaiting("latchkey-acquire", future::run);
		}
		catch (LatchkeyException ex) {
			future.completeExceptionally(ex);
		}
		return future;
	}

	private void run() {
		try {
			enter();
			H hold = acquire();
			boolean given = false;
			try {
				given = complete(hold);
			}
			finally {
				if (!given) {
					hold.close();
				}
			}
		}
		catch (InterruptedException ex) {
			super.cancel(true);
		}
		catch (LockTimeoutException ex) {
			if (isGivenUp()) {
				super.cancel(true);
			}
			completeExceptionally(ex);
		}
		catch (Throwable ex) {
			completeExceptionally(ex);
		}
	}

	private H acquire() throws Exception {
		try {
			return this.acquisition.call();
		}
		finally {
			leave();
		}
	}

	private void enter() throws InterruptedException {
		synchronized (this.guard) {
			if (this.givenUp) {
				throw new InterruptedException();
			}
			this.waiter = Thread.currentThread();
		}
	}

	private void leave() {
		synchronized (this.guard) {
			this.waiter = null;
		}
		// What depends on this future runs here next, and was not interrupted.
		boolean unused = Thread.interrupted();
	}

	private void giveUp() {
		synchronized (this.guard) {
			this.givenUp = true;
			if (this.waiter != null) {
				this.waiter.interrupt();
			}
		}
	}

	private boolean isGivenUp() {
		synchronized (this.guard) {
			return this.givenUp;
		}
	}

	private boolean isWaiter() {
		synchronized (this.guard) {
			return this.waiter == Thread.currentThread();
		}
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		giveUp();
		if (!isWaiter()) {
			awaitEnd();
		}
		return super.cancel(mayInterruptIfRunning);
	}

	private void awaitEnd() {
		try {
			join();
		}
		catch (CancellationException | CompletionException ex) {
			// Only that it has ended matters.
		}
	}

}

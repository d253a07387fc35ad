package dev.latchkey.file;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

import dev.latchkey.platform.Threads;

/**
 * A hold to come, for which a thread waits. Whoever cancels it waits until that thread is
 * back, so that both agree on whether the lock was had.
 *
 * @param <H> the kind of hold
 */
final class AsyncAcquisition<H extends FileHold> extends CompletableFuture<H> {

	private final Callable<H> acquisition;

	private final Object guard = new Object();

	private @Nullable Thread waiter;

	private boolean givenUp;

	AsyncAcquisition(Callable<H> acquisition) {
		this.acquisition = acquisition;
	}

	/** Begin to wait. */
	AsyncAcquisition<H> start() {
		// However it ends, a limit of time included, nobody waits for the lock any more.
		CompletableFuture<H> unused = whenComplete((hold, problem) -> giveUp());
		Threads.startWaiting("latchkey-acquire", this::run);
		return this;
	}

	private void run() {
		try {
			enter();
			H hold = acquire();
			if (!complete(hold)) {
				hold.close();
			}
		}
		catch (InterruptedException ex) {
			super.cancel(true);
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

package dev.latchkey.internal.spawn;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;

import dev.latchkey.internal.platform.SpawnCalls;

/**
 * How a child ends. The system keeps a dead child's process id from being used again
 * until the child is reaped. So its end is awaited without reaping it, and reaping
 * ({@code reaped}) and signalling exclude each other: a signal never reaches another
 * process that got the same id.
 */
final class ChildExit {

	private static final int UNKNOWN = -1;

	private final SpawnCalls calls;

	private final int pid;

	private final CompletableFuture<Integer> status = new CompletableFuture<>();

	private boolean reaped;

	ChildExit(SpawnCalls calls, int pid) {
		this.calls = calls;
		this.pid = pid;
	}

	int pid() {
		return this.pid;
	}

	/**
	 * Wait until the child has ended, and reap it.
	 * @param beforeToldOthers what to do then, before anybody who waits learns of it
	 */
	void awaitAndReap(Runnable beforeToldOthers) {
		// A failure means that foreign code in this process has reaped our child.
		boolean ended = this.calls.awaitEnd(this.pid) == 0;
		int result;
		synchronized (this) {
			result = ended ? this.calls.reap(this.pid) : UNKNOWN;
			this.reaped = true;
		}
		try {
			beforeToldOthers.run();
		}
		finally {
			this.status.complete(Math.max(result, UNKNOWN));
		}
	}

	/**
	 * Signal the child, unless it was reaped.
	 * @param signal sends the signal to a process id
	 */
	synchronized void signal(IntConsumer signal) {
		if (!this.reaped) {
			signal.accept(this.pid);
		}
	}

	boolean isKnown() {
		return this.status.isDone();
	}

	CompletableFuture<Integer> status() {
		return this.status;
	}

	int await() throws InterruptedException {
		try {
			return this.status.get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("An exit status does not fail", ex);
		}
	}

	boolean await(long timeout, TimeUnit unit) throws InterruptedException {
		try {
			return this.status.get(timeout, unit) != null;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("An exit status does not fail", ex);
		}
	}

}

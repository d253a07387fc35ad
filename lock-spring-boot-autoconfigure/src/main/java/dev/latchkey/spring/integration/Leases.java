package dev.latchkey.spring.integration;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One daemon thread that looks when times to live run out. Those who talk to the engine
 * cannot do it: they may be waiting for its answer.
 */
final class Leases implements AutoCloseable {

	private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, (task) -> {
		Thread thread = new Thread(null, task, "latchkey-registry-leases", 0, false);
		thread.setDaemon(true);
		return thread;
	});

	Leases() {
		this.executor.setRemoveOnCancelPolicy(true);
	}

	/** Look after some time; cancelling what is returned is to look no more. */
	Future<?> ring(Runnable alarm, long nanos) {
		try {
			return this.executor.schedule(alarm, Math.max(1, nanos), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			// The application has ended; holds still know by themselves.
			return CompletableFuture.completedFuture(null);
		}
	}

	/** Ring no more. */
	@Override
	public void close() {
		this.executor.shutdownNow().clear();
	}

}

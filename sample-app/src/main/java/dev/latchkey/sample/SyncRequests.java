package dev.latchkey.sample;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

import dev.latchkey.LatchkeyException;

/**
 * Syncs that somebody asks for and does not wait for, one at a time.
 */
@Component
public class SyncRequests implements DisposableBean {

	private static final Log logger = LogFactory.getLog(SyncRequests.class);

	private final SyncService service;

	private final ExecutorService executor = Executors
		.newSingleThreadExecutor((task) -> new Thread(task, "sync-request"));

	private final AtomicBoolean pending = new AtomicBoolean();

	SyncRequests(SyncService service) {
		this.service = service;
	}

	/** Ask for a sync. While one that was asked for is not done, nothing is added. */
	public void request() {
		if (this.pending.compareAndSet(false, true)) {
			Future<?> unused = this.executor.submit(this::sync);
		}
	}

	private void sync() {
		try {
			logger.info("Synced on request: " + this.service.sync().size() + " changes");
		}
		catch (LatchkeyException ex) {
			logger.warn("Not synced on request. " + ex.getMessage());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.pending.set(false);
		}
	}

	@Override
	public void destroy() {
		this.executor.shutdownNow();
	}

}

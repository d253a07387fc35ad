package dev.latchkey.sample;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import dev.latchkey.LockTimeoutException;

/**
 * Syncs the workspace at the start, and now and then.
 */
@Component
class SyncSchedule {

	private static final Log logger = LogFactory.getLog(SyncSchedule.class);

	private final SyncService service;

	SyncSchedule(SyncService service) {
		this.service = service;
	}

	@Scheduled(fixedDelayString = "${sample.sync-interval}")
	void sync() throws InterruptedException {
		try {
			logger.info("Synced: " + this.service.sync().size() + " changes");
		}
		catch (LockTimeoutException ex) {
			logger.warn("Not synced this time. " + ex.getMessage());
		}
	}

}

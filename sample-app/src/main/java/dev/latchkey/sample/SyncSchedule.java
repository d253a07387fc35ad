package dev.latchkey.sample;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import dev.latchkey.LockTimeoutException;

/**
 * Prepares the workspace at the start, and syncs it now and then.
 */
@Component
class SyncSchedule implements ApplicationRunner {

	private static final Log logger = LogFactory.getLog(SyncSchedule.class);

	private final Workspace workspace;

	private final SyncService service;

	SyncSchedule(Workspace workspace, SyncService service) {
		this.workspace = workspace;
		this.service = service;
	}

	@Override
	public void run(ApplicationArguments arguments) {
		this.workspace.prepare();
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

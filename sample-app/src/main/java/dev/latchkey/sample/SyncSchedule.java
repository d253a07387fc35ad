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

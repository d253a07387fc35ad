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

	/** Asks for a sync. While one that was asked for is not done, nothing is added. */
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

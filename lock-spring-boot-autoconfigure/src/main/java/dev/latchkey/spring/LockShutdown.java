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

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ExecutorConfigurationSupport;

/**
 * Stops what the Spring layer does with locks, when the application is stopped: no lock
 * is acquired any more, holders have some time to come to an end, and are interrupted
 * after it. Only then does the shutdown continue. It comes after web servers and
 * executors have stopped taking work, and before the beans that guarded code uses are
 * destroyed.
 *
 * <p>
 * A lock is never taken away from code that runs: a holder that ignores the interrupt
 * keeps its lock until it ends, or the process does. What was acquired elsewhere, such as
 * claims, outlives the context.
 *
 * @since 0.1
 */
public final class LockShutdown implements SmartLifecycle {

	/** Below that of executors, so it is stopped after them. */
	public static final int PHASE = ExecutorConfigurationSupport.DEFAULT_PHASE - 1024;

	private static final Log logger = LogFactory.getLog(LockShutdown.class);

	private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(2);

	private final DrainingAdmission admission;

	private final Duration timeout;

	private volatile boolean running;

	/**
	 * Creates a shutdown.
	 * @param admission the admission of the Spring layer
	 * @param timeout how long to wait for holders before they are interrupted; zero to
	 * interrupt them at once
	 */
	public LockShutdown(DrainingAdmission admission, Duration timeout) {
		this.admission = admission;
		this.timeout = timeout;
	}

	@Override
	public void start() {
		this.admission.open();
		this.running = true;
	}

	@Override
	public void stop() {
		this.admission.close();
		try {
			if (!this.admission.awaitLeft(this.timeout)) {
				logger.warn("Locks are still held " + this.timeout.toMillis()
						+ " ms after the application began to stop. Their threads are interrupted: "
						+ this.admission.describe());
				this.admission.interrupt();
				if (!this.admission.awaitLeft(AFTER_INTERRUPT)) {
					logger.warn("The shutdown goes on beside work that ignores its interrupt. It keeps its "
							+ "locks until it ends: " + this.admission.describe());
				}
			}
		}
		catch (InterruptedException ex) {
			this.admission.interrupt();
			Thread.currentThread().interrupt();
		}
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}

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
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

import dev.latchkey.LatchkeyException;
import dev.latchkey.daemon.Daemon;

/**
 * Reports in the state file beside the pid file that the application lives, while it
 * does: it begins before all other components and ends after them.
 *
 * @since 0.1
 */
public final class DaemonHeartbeat implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(DaemonHeartbeat.class);

	private static final Duration TICK = Duration.ofSeconds(5);

	private final SingleInstance instance;

	private volatile @Nullable Daemon daemon;

	/**
	 * Creates a heartbeat.
	 * @param instance the application
	 */
	public DaemonHeartbeat(SingleInstance instance) {
		this.instance = instance;
	}

	@Override
	public void start() {
		Daemon daemon = Daemon.builder(this.instance.pidFile()).tick(TICK).build();
		this.daemon = daemon;
		Thread thread = new Thread(() -> run(daemon), "latchkey-daemon");
		thread.setDaemon(true);
		thread.start();
	}

	private void run(Daemon daemon) {
		try {
			daemon.run(this.instance.hold());
		}
		catch (LatchkeyException ex) {
			logger.error("'" + daemon.stateFile().path() + "' does not show any more that this application lives", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void stop() {
		Daemon daemon = this.daemon;
		this.daemon = null;
		try {
			if (daemon != null && !daemon.stopAndWait()) {
				logger.warn("'" + daemon.stateFile().path() + "' is not removed: its filesystem does not answer");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.daemon != null;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

}

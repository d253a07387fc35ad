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

package dev.latchkey.spring.event;

import java.time.Instant;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.context.ApplicationEventPublisher;

import dev.latchkey.LockEvent;
import dev.latchkey.LockListener;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.spring.LockOutcome;
import dev.latchkey.spring.LockRequestListener;

/**
 * Publishes events of locks that an application may want to handle as application events:
 * {@link LockEvent.Lost}, {@link LockEvent.Stalled}, {@link LockEvent.TakenOver},
 * {@link LockEvent.DeadlockStarted} and {@link LockSkippedEvent}.
 *
 * <p>
 * Listeners of locks are called by the thread that keeps all locks alive, and by those
 * that wait for one; the application's must not hold them up. So events are published by
 * a thread of their own, in order. It is there only while there is something to publish.
 *
 * @since 0.1
 */
public final class LockEventPublisher implements LockListener, LockRequestListener, AutoCloseable {

	private static final Log logger = LogFactory.getLog(LockEventPublisher.class);

	/**
	 * Beyond this many events that wait for a slow listener, further ones are dropped.
	 */
	private static final int LIMIT = 1000;

	private final ApplicationEventPublisher publisher;

	private final ThreadPoolExecutor executor;

	/**
	 * Creates a publisher.
	 * @param publisher publishes for the application
	 */
	public LockEventPublisher(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
		this.executor = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(LIMIT), (task) -> {
			Thread thread = new Thread(task, "latchkey-events");
			thread.setDaemon(true);
			return thread;
		});
		this.executor.allowCoreThreadTimeOut(true);
	}

	@Override
	public void onEvent(LockEvent event) {
		if (event instanceof LockEvent.Lost || event instanceof LockEvent.Stalled
				|| event instanceof LockEvent.TakenOver || event instanceof LockEvent.DeadlockStarted) {
			publish(event);
		}
	}

	@Override
	public void busy(LockTimeoutException timeout, LockOutcome outcome) {
		if (outcome == LockOutcome.SKIPPED) {
			publish(new LockSkippedEvent(timeout.id(), timeout.holders(), timeout.waited(), Instant.now()));
		}
	}

	private void publish(Object event) {
		try {
			this.executor.execute(() -> publishNow(event));
		}
		catch (RejectedExecutionException ex) {
			if (!this.executor.isShutdown()) {
				logger.warn("Listeners are so slow that they miss " + event);
			}
		}
	}

	private void publishNow(Object event) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (RuntimeException ex) {
			logger.warn("A listener failed to take " + event, ex);
		}
	}

	/**
	 * Publishes nothing more. What is being published goes on; what waits is dropped.
	 */
	@Override
	public void close() {
		this.executor.shutdown();
		this.executor.getQueue().clear();
	}

}

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

package dev.latchkey.spring.springintegration;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The one thread that a lock of a registry knows: it locks, renews and unlocks, because
 * registries tell holders apart by their threads. It is never interrupted: a client that
 * is interrupted while it talks to its server does not know what the server has done.
 */
final class BackendThread {

	private final ScheduledThreadPoolExecutor executor;

	BackendThread(String name) {
		this.executor = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(null, task, "latchkey-registry-" + name, 0, false);
			thread.setDaemon(true);
			return thread;
		});
	}

	/**
	 * Lets it do something, after what it does now.
	 * @throws RejectedExecutionException if it has been ended
	 */
	<T> Future<T> ask(Callable<T> task) {
		return this.executor.submit(task);
	}

	void repeat(Runnable task, long nanos) {
		ScheduledFuture<?> unused = this.executor.scheduleWithFixedDelay(task, nanos, nanos, TimeUnit.NANOSECONDS);
	}

	/** Lets it do one thing more, and end. */
	<T> Future<T> end(Callable<T> last) {
		Future<T> done = ask(last);
		this.executor.shutdown();
		return done;
	}

	/**
	 * Waits for an answer, whoever interrupts: what has begun must not be left half done.
	 */
	static <T> T await(Future<T> answer, long nanos) throws ExecutionException, TimeoutException {
		long end = System.nanoTime() + nanos;
		boolean interrupted = false;
		try {
			while (true) {
				try {
					return answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}

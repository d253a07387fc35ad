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

package dev.latchkey.internal.acquire;

import java.util.concurrent.ThreadFactory;

import dev.latchkey.internal.platforms.Platforms;
import dev.latchkey.internal.wait.Timers;

/**
 * A system that has no thread left for heartbeats and timeouts, until it is told to start
 * them again.
 */
public final class NoThreads implements ThreadFactory {

	private volatile boolean starting;

	/** From now on, there are threads. */
	public void start() {
		this.starting = true;
	}

	public LockRuntime runtime() {
		return LockRuntime.builder(Platforms.current())
			.timers(new Timers("test heartbeats", System::nanoTime, this),
					new Timers("test deadlines", System::nanoTime, this))
			.build();
	}

	@Override
	public Thread newThread(Runnable task) {
		return new Thread(task) {
			@Override
			public synchronized void start() {
				if (!NoThreads.this.starting) {
					throw new OutOfMemoryError("unable to create native thread");
				}
				super.start();
			}
		};
	}

}

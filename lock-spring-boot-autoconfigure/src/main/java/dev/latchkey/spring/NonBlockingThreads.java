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

import org.springframework.util.ClassUtils;
import reactor.core.scheduler.Schedulers;

/**
 * Keeps waits away from threads that must not block. Reactor knows which those are, where
 * it is on the class path.
 */
final class NonBlockingThreads {

	private static final boolean known = ClassUtils.isPresent("reactor.core.scheduler.Schedulers",
			NonBlockingThreads.class.getClassLoader());

	private NonBlockingThreads() {
	}

	/**
	 * Checks that the calling thread may wait for a lock. Trying once is no wait.
	 * @throws NonBlockingThreadException if it may not
	 */
	static void requireMayWait(LockRequest request, Duration time) {
		if (known && !time.isZero() && Schedulers.isInNonBlockingThread()) {
			throw new NonBlockingThreadException(request, Thread.currentThread());
		}
	}

}

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

/**
 * What the queue of this JVM has, for tests of other packages.
 */
public final class LocalQueueView {

	private LocalQueueView() {
	}

	/** How many threads of this JVM wait for their turn. */
	public static int waiters(Object key) {
		return LocalQueue.SHARED.waiters(key);
	}

	/** How many locks somebody of this JVM has or waits for. */
	public static int lines() {
		return LocalQueue.SHARED.size();
	}

}

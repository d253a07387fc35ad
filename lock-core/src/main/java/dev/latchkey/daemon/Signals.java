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

package dev.latchkey.daemon;

/**
 * SIGTERM and SIGINT, as Java lets a program hear of them: the JVM begins to end, and
 * waits for what was to be done then.
 */
final class Signals {

	private Signals() {
	}

	/**
	 * Lets a thread run when the JVM begins to end.
	 * @param hook the thread, not started
	 * @return false if it is ending already
	 */
	static boolean onShutdown(Thread hook) {
		try {
			Runtime.getRuntime().addShutdownHook(hook);
			return true;
		}
		catch (IllegalStateException ex) {
			return false;
		}
	}

	/**
	 * Removes an action of {@link #onShutdown}.
	 * @param hook the thread
	 */
	static void forget(Thread hook) {
		try {
			Runtime.getRuntime().removeShutdownHook(hook);
		}
		catch (IllegalStateException ex) {
			// The JVM is ending, and the thread runs: there is nothing to take back.
			return;
		}
	}

}

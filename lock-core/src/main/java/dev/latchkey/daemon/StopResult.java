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
 * What came of stopping a program.
 *
 * @since 0.1
 */
public sealed interface StopResult {

	/**
	 * It did not run: there was no pid file.
	 */
	record NotRunning() implements StopResult {

	}

	/**
	 * It did not run any more: the pid file of a dead process was removed.
	 *
	 * @param pid the number in the file
	 */
	record StaleCleaned(long pid) implements StopResult {

	}

	/**
	 * It has ended by itself when it was asked to.
	 *
	 * @param pid the process
	 */
	record Terminated(long pid) implements StopResult {

	}

	/**
	 * It had not ended when the grace was over, and was killed.
	 *
	 * @param pid the process
	 */
	record Killed(long pid) implements StopResult {

	}

}

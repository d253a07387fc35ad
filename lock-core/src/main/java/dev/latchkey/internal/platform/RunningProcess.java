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

package dev.latchkey.internal.platform;

/**
 * A process that was running when it was taken hold of. Whatever becomes of it, this one
 * is meant, and never a later process that gets the same number. Results below zero are
 * negated error numbers; see {@link Errno}.
 */
public interface RunningProcess extends AutoCloseable {

	/**
	 * Asks the process to end.
	 * @return 0; {@link Errno#ESRCH} if it has ended; {@link Errno#EPERM} if this process
	 * may not signal it
	 */
	int terminate();

	/**
	 * Kills the process.
	 * @return as {@link #terminate()}
	 */
	int kill();

	/**
	 * Waits until the process has ended. One that is dead and not yet reaped has.
	 * @param millis how long to wait at the most; 0 is to look
	 * @return whether it has ended
	 */
	boolean awaitEnd(int millis);

	/**
	 * Lets go of it.
	 */
	@Override
	void close();

}

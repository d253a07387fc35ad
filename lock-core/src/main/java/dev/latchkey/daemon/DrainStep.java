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
 * The work of a daemon: it is done again and again, a piece at a time.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface DrainStep {

	/**
	 * Does what is to be done now, and return. A step that takes long looks at
	 * {@link Thread#isInterrupted()}: it is interrupted when the daemon must end and has
	 * waited for it long enough.
	 * @return what was done
	 * @throws InterruptedException if the thread was interrupted, which ends the daemon
	 * @throws Exception if it failed; the daemon writes that down and goes on, also after
	 * an error such as a failed assertion
	 */
	DrainResult drain() throws Exception;

}

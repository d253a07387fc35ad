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

package dev.latchkey.internal.lockfile;

/**
 * Keeps files open that are in no use, so that the next use opens less. They are closed
 * when this process has no descriptor left: see {@link IdleCaches}.
 */
public interface IdleCache {

	/**
	 * Closes the files that are in no use, and keeps others open from then on as before.
	 * It is called by a thread that is about to open a file, whatever else that thread
	 * has: it waits for no thread that may open a file too, and opens none itself.
	 */
	void closeIdle();

}

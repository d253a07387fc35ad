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

package dev.latchkey;

/**
 * The tiers of the global lock order, first to last. A task that holds a lock may wait
 * for locks of later tiers only; so no two tasks can wait for each other, whatever locks
 * they use.
 *
 * <p>
 * Any lock can be put on a tier. A task has at most one lock of each tier at a time.
 *
 * @since 0.1
 */
public enum LockTier {

	/**
	 * The whole workspace is being synchronised.
	 */
	WORKSPACE_SYNC,

	/**
	 * A permit of the scheduler, which bounds how much is done at once.
	 */
	SEMAPHORE,

	/**
	 * One pack, whose life-cycle methods must not run twice at once.
	 */
	PER_PACK,

	/**
	 * The repository that a pack's content comes from.
	 */
	BACKEND,

	/**
	 * The workspace's manifest.
	 */
	MANIFEST

}

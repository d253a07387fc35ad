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

import dev.latchkey.internal.platform.FileCalls;

/**
 * Makes sure that an acquisition or a release that has begun comes to its end: a thread
 * with too little stack left fails before the first step, and not in the middle, where
 * there would be no stack for giving things back either.
 *
 * <p>
 * A release requires less than an acquisition, so that it succeeds where the lock was
 * acquired.
 */
final class StackReserve {

	/** More than the calls of any acquisition need, also while they are interpreted. */
	private static final int ACQUISITION = 128;

	private static final int RELEASE = ACQUISITION / 2;

	/** What the calls of the platform take beyond those that are native. */
	private final int more;

	/**
	 * Creates a reserve.
	 * @param files the calls for which there must be enough stack
	 */
	StackReserve(FileCalls files) {
		this.more = files.frames();
	}

	/**
	 * Requires enough stack to acquire a lock and to release it.
	 * @throws StackOverflowError if there is not enough left
	 */
	void forAcquisition() {
		int unused = descend(ACQUISITION + this.more);
	}

	/**
	 * Requires enough stack to release a lock.
	 * @throws StackOverflowError if there is not enough left
	 */
	void forRelease() {
		int unused = descend(RELEASE + this.more);
	}

	private static int descend(int frames) {
		return (frames > 0) ? 1 + descend(frames - 1) : 0;
	}

}

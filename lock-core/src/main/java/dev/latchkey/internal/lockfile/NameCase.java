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

import dev.latchkey.internal.platform.Platform;
import dev.latchkey.internal.platform.PlatformFeature;

/**
 * Whether names that differ only in case are of different files.
 */
public enum NameCase {

	/** Names that differ in case are of different files. */
	COUNTS,

	/** Names that differ in case may be of one file. */
	IS_FOLDED;

	/**
	 * Returns what it means on a platform.
	 * @param platform the platform
	 * @return what the case of its names means
	 */
	public static NameCase on(Platform platform) {
		return platform.traits().has(PlatformFeature.CASE_SENSITIVE_NAMES) ? COUNTS : IS_FOLDED;
	}

}

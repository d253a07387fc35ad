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

package dev.latchkey.spring.metrics;

import dev.latchkey.LockId;
import dev.latchkey.LockType;
import dev.latchkey.internal.lockfile.LockFileNames;

/**
 * Returns the name of a lock without its key: there are few names and many keys.
 */
final class MeteredName {

	/** What has no name of its own: claims have keys only, other locks have paths. */
	static final String NONE = "none";

	private static final String DIGEST = "%~";

	private MeteredName() {
	}

	static String of(LockId id) {
		if (id.type() != LockType.NAMED && id.type() != LockType.REGISTRY) {
			return NONE;
		}
		String name = before(before(id.name(), "."), DIGEST);
		return LockFileNames.unescape(name).filter((text) -> !text.isBlank()).orElse(NONE);
	}

	private static String before(String text, String end) {
		int at = text.indexOf(end);
		return (at < 0) ? text : text.substring(0, at);
	}

}

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

package dev.latchkey.spring;

import java.util.ArrayDeque;
import java.util.List;

import dev.latchkey.LockHold;

/**
 * All the scopes that a thread is in.
 */
public final class OpenScopes {

	private OpenScopes() {
	}

	/**
	 * Return the names of the files of all locks that this thread holds, outermost first.
	 */
	public static List<String> files() {
		ArrayDeque<String> files = new ArrayDeque<>();
		for (LockScope scope = LockContext.innermost(); scope != null; scope = scope.outer()) {
			LockHold hold = scope.hold();
			if (hold != null) {
				files.addFirst(String.valueOf(hold.id().path().getFileName()));
			}
		}
		return List.copyOf(files);
	}

}

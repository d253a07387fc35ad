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

package dev.latchkey.internal.platform.portable;

/**
 * Why native calls cannot be reached, in one line. JNA tells the whole class path with
 * it.
 */
final class LinkageFailures {

	private LinkageFailures() {
	}

	/**
	 * Describes a failure.
	 * @param failure the failure
	 * @return its kind, and the beginning of its message
	 */
	static String describe(LinkageError failure) {
		String message = failure.getMessage();
		String kind = failure.getClass().getSimpleName();
		return (message != null) ? kind + ": " + beginning(message) : kind;
	}

	private static String beginning(String message) {
		String line = message.lines().findFirst().orElse("");
		int classPath = line.indexOf(" in resource path (");
		return (classPath >= 0) ? line.substring(0, classPath) : line;
	}

}

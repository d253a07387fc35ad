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

package dev.latchkey.process;

import java.nio.file.Path;

/**
 * A file name of UTF-8 that is not ASCII: a JVM in the locale C can neither write nor
 * read it as text.
 */
public final class OddName {

	/** How the name is shown in that locale, without its ending. */
	public static final String ESCAPED = "caf\\xC3\\xA9";

	private OddName() {
	}

	/**
	 * Create an empty file, whatever the locale of this JVM.
	 * @param directory where it will be
	 * @param ending how its name ends
	 */
	public static void createIn(Path directory, String ending) {
		String command = "touch \"$1/$(printf 'caf\\303\\251')$2\"";
		if (!Requirement.run("sh", "-c", command, "sh", directory.toString(), ending)) {
			throw new AssertionError("The file cannot be created in " + directory);
		}
	}

}

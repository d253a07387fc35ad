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

import java.io.Serial;
import java.nio.file.Path;

/**
 * A lock could not be operated: the system refused a call, or what is at its path is not
 * what it should be. This is never "busy".
 *
 * @since 0.1
 */
public class LockFileException extends LatchkeyException {

	@Serial
	private static final long serialVersionUID = 1L;

	// Not serialized: a path has no meaning elsewhere.
	private final transient Path path;

	private final int errno;

	/**
	 * Creates an exception.
	 * @param path the file or directory concerned
	 * @param problem what is wrong, as the end of a sentence that begins with the path
	 * @param errno the number of the system's error, 0 if no call failed
	 * @param remedy what can be done about it
	 */
	public LockFileException(Path path, String problem, int errno, String remedy) {
		super(sentence("'" + path + "' " + problem), sentence(remedy), null);
		this.path = path;
		this.errno = errno;
	}

	private static String sentence(String text) {
		return text.endsWith(".") ? text : text + ".";
	}

	/**
	 * Returns the file or directory concerned.
	 * @return the path
	 */
	public Path path() {
		return this.path;
	}

	/**
	 * Returns the number of the system's error.
	 * @return the errno, 0 if no call failed
	 */
	public int errno() {
		return this.errno;
	}

}

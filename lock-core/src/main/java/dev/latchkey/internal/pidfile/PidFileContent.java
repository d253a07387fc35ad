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

package dev.latchkey.internal.pidfile;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import dev.latchkey.internal.lockfile.OpenLockFile;

/**
 * What a pid file says: a decimal number, perhaps with white space around it.
 *
 * @param form whether there is a number
 * @param pid the number, 0 if there is none
 */
record PidFileContent(Form form, long pid) {

	/** The longest content that is read, in bytes: a number and much white space. */
	static final int LONGEST = 64;

	private static final Pattern NUMBER = Pattern.compile("0*([1-9]\\d{0,9})");

	static PidFileContent read(OpenLockFile file) {
		return parse(file.read(LONGEST + 1, 0));
	}

	static PidFileContent parse(byte[] content) {
		String text = new String(content, StandardCharsets.UTF_8).strip();
		if (text.isEmpty() && content.length <= LONGEST) {
			return new PidFileContent(Form.EMPTY, 0);
		}
		long pid = NUMBER.matcher(text).matches() ? Long.parseLong(text) : 0;
		// The kernel's numbers are ints. A negative one would mean a group of processes.
		boolean possible = pid > 0 && pid <= Integer.MAX_VALUE && content.length <= LONGEST;
		return possible ? new PidFileContent(Form.NUMBER, pid) : new PidFileContent(Form.MALFORMED, 0);
	}

	static byte[] format(long pid) {
		return Long.toString(pid).getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * Whether there is a number.
	 */
	enum Form {

		/** There is the number of a process. */
		NUMBER,
		/** There is nothing yet: who claims may have died before writing. */
		EMPTY,
		/** There is something else. */
		MALFORMED

	}

}

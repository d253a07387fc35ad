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

package dev.latchkey.internal.pack;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import dev.latchkey.internal.lockfile.UtcTime;

/**
 * What a holder writes into the lock file, for people and for the next holder: one line,
 * {@code token=<n> pid=<n> at=<time>}. Other programs write nothing, or what they like.
 *
 * @param token the fencing token of the last hold that has one, or 0
 * @param pid the process that has the lock or had it last, or 0
 */
record PackRecord(long token, long pid) {

	/** More than a record has; what is longer is not one. */
	static final int MAX_SIZE = 256;

	private static final int MOST_DIGITS = 18;

	static PackRecord of(byte[] content) {
		String line = new String(content, StandardCharsets.ISO_8859_1);
		int token = after("token=", line, 0);
		int tokenEnd = afterDigits(line, token);
		int pid = after(" pid=", line, tokenEnd);
		int pidEnd = afterDigits(line, pid);
		int time = after(" at=", line, pidEnd);
		boolean whole = time > 0 && tokenEnd - token <= MOST_DIGITS && isLastWord(line, time);
		return whole ? new PackRecord(Long.parseLong(line, token, tokenEnd, 10), number(line, pid, pidEnd))
				: new PackRecord(0, 0);
	}

	private static long number(String line, int start, int end) {
		return (end - start <= MOST_DIGITS) ? Long.parseLong(line, start, end, 10) : 0;
	}

	/** Returns where a text ends that begins at a place, -1 if it is not there. */
	private static int after(String text, String line, int start) {
		return (start >= 0 && line.startsWith(text, start)) ? start + text.length() : -1;
	}

	private static int afterDigits(String line, int start) {
		int end = start;
		while (end >= 0 && end < line.length() && line.charAt(end) >= '0' && line.charAt(end) <= '9') {
			end++;
		}
		return (end > start) ? end : -1;
	}

	private static boolean isLastWord(String line, int start) {
		int end = line.length() - 1;
		for (int i = start; i < end; i++) {
			char character = line.charAt(i);
			if (character == ' ' || (character >= '\t' && character <= '\r')) {
				return false;
			}
		}
		return end > start && line.charAt(end) == '\n';
	}

	byte[] bytes(Instant at) {
		StringBuilder line = new StringBuilder(64);
		line.append("token=").append(this.token).append(" pid=").append(this.pid).append(" at=");
		UtcTime.append(line, at);
		return line.append('\n').toString().getBytes(StandardCharsets.ISO_8859_1);
	}

}

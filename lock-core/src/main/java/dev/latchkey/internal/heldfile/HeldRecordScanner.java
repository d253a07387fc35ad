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

package dev.latchkey.internal.heldfile;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Reads the line of a record from left to right, once. A regular expression would do the
 * same, at many times the cost while a JVM is young.
 */
final class HeldRecordScanner {

	private static final int MOST_DIGITS = 18;

	private static final int[] UUID_GROUPS = { 8, 4, 4, 4, 12 };

	private final String content;

	private int position;

	private boolean atEnd;

	HeldRecordScanner(String content) {
		this.content = content;
	}

	/**
	 * Reads the content. This is done once.
	 * @return the record, or {@code null} if the content is none
	 */
	@Nullable HeldRecord read() {
		if (!digits(1, MOST_DIGITS) || !is(' ')) {
			return null;
		}
		int owner = this.position;
		if (!uuid() || !is(' ')) {
			return null;
		}
		int time = this.position;
		if (!time()) {
			return null;
		}
		int words = this.position;
		if (!words() || this.position < this.content.length()) {
			return null;
		}
		return new HeldRecord(Long.parseLong(this.content, 0, owner - 1, 10),
				UUID.fromString(this.content.substring(owner, time - 1)), instant(time, words),
				this.content.substring(words, this.position - 1));
	}

	/**
	 * Returns whether the content ended where more was expected.
	 * @return whether more characters could make it a record
	 */
	boolean isAtEnd() {
		return this.atEnd;
	}

	private int peek() {
		if (this.position == this.content.length()) {
			this.atEnd = true;
			return -1;
		}
		return this.content.charAt(this.position);
	}

	private boolean is(char expected) {
		boolean is = peek() == expected;
		this.position += is ? 1 : 0;
		return is;
	}

	private boolean digits(int least, int most) {
		int count = 0;
		while (count < most && isDigit(peek())) {
			this.position++;
			count++;
		}
		return count >= least;
	}

	private static boolean isDigit(int character) {
		return character >= '0' && character <= '9';
	}

	private boolean uuid() {
		for (int group = 0; group < UUID_GROUPS.length; group++) {
			if ((group > 0 && !is('-')) || !hexDigits(UUID_GROUPS[group])) {
				return false;
			}
		}
		return true;
	}

	private boolean hexDigits(int count) {
		for (int i = 0; i < count; i++) {
			int character = peek() | 0x20;
			if (!isDigit(peek()) && (character < 'a' || character > 'f')) {
				return false;
			}
			this.position++;
		}
		return true;
	}

	private boolean time() {
		boolean whole = digits(4, 4) && is('-') && digits(2, 2) && is('-') && digits(2, 2) && is('T') && digits(2, 2)
				&& is(':') && digits(2, 2) && is(':') && digits(2, 2);
		return whole && (!is('.') || digits(1, 9)) && is('Z');
	}

	private boolean words() {
		if (is(' ')) {
			while (peek() >= 0 && peek() != '\n') {
				this.position++;
			}
		}
		return is('\n');
	}

	/** What is no time of the calendar may be one for the JDK, as a leap second is. */
	private @Nullable Instant instant(int start, int end) {
		int year = number(start, 4);
		int month = number(start + 5, 2);
		int day = number(start + 8, 2);
		int hour = number(start + 11, 2);
		int minute = number(start + 14, 2);
		int second = number(start + 17, 2);
		if (month < 1 || month > 12 || day < 1 || day > YearMonth.of(year, month).lengthOfMonth() || hour > 23
				|| minute > 59 || second > 59) {
			return parsed(this.content.substring(start, end));
		}
		return LocalDateTime.of(year, month, day, hour, minute, second, nanos(start + 20, end - 1))
			.toInstant(ZoneOffset.UTC);
	}

	private int number(int start, int digits) {
		return Integer.parseInt(this.content, start, start + digits, 10);
	}

	private int nanos(int start, int end) {
		int nanos = 0;
		for (int i = start; i < start + 9; i++) {
			nanos = 10 * nanos + ((i < end) ? this.content.charAt(i) - '0' : 0);
		}
		return nanos;
	}

	private static @Nullable Instant parsed(String text) {
		try {
			return Instant.parse(text);
		}
		catch (DateTimeParseException ex) {
			return null;
		}
	}

}

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

import java.time.Instant;

/**
 * Writes times into records, as {@code 2026-01-31T23:59:59.123Z}. A formatter of the JDK
 * writes the same, at fifty times the cost while a JVM is young.
 */
public final class UtcTime {

	private static final int SECONDS_OF_DAY = 86_400;

	private static final int DAYS_OF_ERA = 146_097;

	/** From the first of March of the year 0 to 1970. */
	private static final int DAYS_BEFORE_EPOCH = 719_468;

	private UtcTime() {
	}

	/**
	 * Appends a time, with milliseconds.
	 * @param text gets the time
	 * @param time the time, between the years 0 and 9999
	 */
	public static void append(StringBuilder text, Instant time) {
		long seconds = time.getEpochSecond();
		appendDate(text, Math.floorDiv(seconds, SECONDS_OF_DAY));
		int secondOfDay = Math.floorMod(seconds, SECONDS_OF_DAY);
		append(text.append('T'), secondOfDay / 3_600, 2);
		append(text.append(':'), secondOfDay / 60 % 60, 2);
		append(text.append(':'), secondOfDay % 60, 2);
		append(text.append('.'), time.getNano() / 1_000_000, 3);
		text.append('Z');
	}

	/** Counts years from March on, so that a leap day is the last of its year. */
	private static void appendDate(StringBuilder text, long epochDay) {
		long day = epochDay + DAYS_BEFORE_EPOCH;
		long era = Math.floorDiv(day, DAYS_OF_ERA);
		int dayOfEra = Math.floorMod(day, DAYS_OF_ERA);
		int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
		int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
		int monthFromMarch = (5 * dayOfYear + 2) / 153;
		int month = (monthFromMarch < 10) ? monthFromMarch + 3 : monthFromMarch - 9;
		append(text, (int) (era * 400) + yearOfEra + ((month <= 2) ? 1 : 0), 4);
		append(text.append('-'), month, 2);
		append(text.append('-'), dayOfYear - (153 * monthFromMarch + 2) / 5 + 1, 2);
	}

	private static void append(StringBuilder text, int number, int digits) {
		int unit = 1;
		for (int i = 1; i < digits; i++) {
			unit *= 10;
		}
		for (; unit > 0; unit /= 10) {
			text.append((char) ('0' + number / unit % 10));
		}
	}

}

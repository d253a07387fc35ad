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
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class UtcTimeTests {

	private static final DateTimeFormatter FORMATTER = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
		.withZone(ZoneOffset.UTC);

	@ParameterizedTest
	@ValueSource(strings = { "1970-01-01T00:00:00Z", "1969-12-31T23:59:59.999Z", "2000-02-29T12:00:00Z",
			"2100-02-28T23:59:59.999999999Z", "2100-03-01T00:00:00Z", "2026-12-31T23:59:59.001Z",
			"0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z" })
	void aTimeIsWrittenAsAFormatterDoes(String time) {
		assertWritten(Instant.parse(time));
	}

	@Test
	void anyTimeIsWrittenAsAFormatterDoes() {
		long first = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
		long last = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
		Random random = new Random(7);
		for (int i = 0; i < 100_000; i++) {
			long second = first + (long) (random.nextDouble() * (last - first));
			assertWritten(Instant.ofEpochSecond(second, random.nextInt(1_000_000_000)));
		}
	}

	private static void assertWritten(Instant time) {
		StringBuilder text = new StringBuilder();
		UtcTime.append(text, time);
		assertThat(text).hasToString(FORMATTER.format(time));
	}

}

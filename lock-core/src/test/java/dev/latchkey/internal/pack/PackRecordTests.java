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
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PackRecordTests {

	/** What a record is. */
	private static final Pattern LINE = Pattern.compile("token=(\\d{1,18}) pid=(\\d+) at=\\S+\n");

	private static final String[] PARTS = { "token=", "123", "999999999999999999", "1000000000000000000", "0", " ",
			" pid=", "7", " at=", "2026-11-28T00:00:00.123Z", "x", "\n", "\r", "\u00a0", "\u000b", "" };

	@Test
	void aRecordIsOneLine() {
		assertThat(new PackRecord(5, 7).bytes(Instant.parse("2026-11-28T01:02:03.04Z")))
			.isEqualTo("token=5 pid=7 at=2026-11-28T01:02:03.040Z\n".getBytes(StandardCharsets.US_ASCII));
	}

	@Test
	void whatIsWrittenIsRead() {
		PackRecord record = new PackRecord(1_764_290_000_000_000L, 7);
		assertThat(PackRecord.of(record.bytes(Instant.now()))).isEqualTo(record);
	}

	@Test
	void anyContentIsReadAsThePatternSays() {
		Random random = new Random(3);
		String whole = "token=123 pid=7 at=2026-11-28T00:00:00.123Z\n";
		for (int i = 0; i < 100_000; i++) {
			String content = random.nextBoolean() ? changed(whole, random) : composed(random);
			Matcher matcher = LINE.matcher(content);
			long token = matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
			long pid = (matcher.matches() && matcher.group(2).length() <= 18) ? Long.parseLong(matcher.group(2)) : 0;
			assertThat(PackRecord.of(content.getBytes(StandardCharsets.ISO_8859_1))).as("%s", content)
				.isEqualTo(new PackRecord(token, pid));
		}
	}

	private static String composed(Random random) {
		StringBuilder content = new StringBuilder("token=");
		int parts = random.nextInt(8);
		for (int i = 0; i < parts; i++) {
			content.append(PARTS[random.nextInt(PARTS.length)]);
		}
		return content.toString();
	}

	private static String changed(String whole, Random random) {
		int from = random.nextInt(whole.length() + 1);
		int to = Math.min(whole.length(), from + random.nextInt(3));
		return whole.substring(0, from) + PARTS[random.nextInt(PARTS.length)] + whole.substring(to);
	}

}

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

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.latchkey.LockOptions;
import dev.latchkey.internal.platform.ProcessIdentity;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The record as a pattern and a formatter describe it, on many random inputs.
 */
class HeldRecordPatternTests {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")
		.withZone(ZoneOffset.UTC);

	private static final Pattern LINE = Pattern.compile("(?<pid>\\d{1,18}) (?<holder>" + uuid() + ") "
			+ "(?<time>\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?Z)(?<words>(?: [^\\n]*)?)\\n");

	private static final Pattern TOKEN = Pattern.compile(" token=(\\d{1,18})(?: |$)");

	private static final Pattern STALE_AFTER = Pattern.compile(" stale=(\\d{1,18})(?: |$)");

	private static final String[] PIECES = { "0", "9", "19", "30", "60", "a", "F", "g", " ", "-", ":", ".", "T", "Z",
			"\n", "\r", "\t", "\u0661", " token=", " stale=", " token=77 ", " token=5\r\n", " stale=6\u0085\n",
			"999999999999999999", "1000000000000000000", "" };

	private final Random random = new Random(11);

	private static String uuid() {
		String hex = "[0-9a-fA-F]";
		return hex + "{8}-" + hex + "{4}-" + hex + "{4}-" + hex + "{4}-" + hex + "{12}";
	}

	@Test
	void recordsAreWrittenAsTheFormatterDoes() {
		for (int i = 0; i < 20_000; i++) {
			ProcessIdentity self = new ProcessIdentity(1 + this.random.nextInt(4_000_000), this.random.nextInt(),
					"boot" + this.random.nextInt(10), 4026531836L, host());
			UUID holder = new UUID(this.random.nextLong(), this.random.nextLong());
			Instant now = Instant.ofEpochSecond(this.random.nextInt() + 2_200_000_000L,
					this.random.nextInt(1_000_000_000));
			long token = this.random.nextLong() >>> 8;
			String expected = self.pid() + " " + holder + " " + TIME.format(now) + " flock boot=" + self.bootId()
					+ " pidns=" + self.pidNamespace() + " start=" + self.startTicks() + " host="
					+ self.host().replaceAll("\\s+", "_") + " token=" + token + "\n";
			assertThat(new String(HeldRecord.format(self, holder, now, token, LockOptions.defaults().staleAfter()),
					StandardCharsets.UTF_8))
				.isEqualTo(expected);
		}
	}

	private String host() {
		String[] parts = { "host", " ", "\t", "\u00a0", "\u000b", "\n", ".example", "\u00fc", "_" };
		StringBuilder host = new StringBuilder("h");
		for (int i = this.random.nextInt(6); i > 0; i--) {
			host.append(parts[this.random.nextInt(parts.length)]);
		}
		return host.toString();
	}

	@Test
	void contentIsReadAsThePatternSays() {
		String line = "4242 6f1c2c1e-8f4e-4b71-9d55-1f0f4f3f2a10 2026-11-20T09:07:23.156Z flock boot=b pidns=4 start=7 "
				+ "host=h token=9 stale=100\n";
		String plain = "4242 6f1c2c1e-8f4e-4b71-9d55-1f0f4f3f2a10 2026-11-20T09:07:23Z\n";
		for (int i = 0; i < 300_000; i++) {
			assertReadAsThePatternSays(changed(this.random.nextBoolean() ? line : plain));
		}
	}

	private String changed(String line) {
		String changed = line;
		for (int i = this.random.nextInt(3); i >= 0; i--) {
			int from = this.random.nextInt(changed.length() + 1);
			int to = Math.min(changed.length(), from + this.random.nextInt(4));
			changed = changed.substring(0, from) + PIECES[this.random.nextInt(PIECES.length)] + changed.substring(to);
		}
		return this.random.nextInt(4) > 0 ? changed : changed.substring(0, this.random.nextInt(changed.length() + 1));
	}

	private static void assertReadAsThePatternSays(String content) {
		Matcher line = LINE.matcher(content);
		boolean matches = line.matches();
		HeldRecord record = HeldRecord.parse(content);
		assertThat(record).as("%s", content)
			.isEqualTo(matches ? new HeldRecord(Long.parseLong(line.group("pid")),
					UUID.fromString(line.group("holder")), time(line.group("time")), line.group("words")) : null);
		assertThat(HeldRecord.isBeginning(content)).as("%s", content).isEqualTo(!matches && line.hitEnd());
		if (record != null) {
			Matcher token = TOKEN.matcher(record.words());
			assertThat(record.token()).isEqualTo(token.find() ? Long.valueOf(token.group(1)) : null);
			Matcher staleAfter = STALE_AFTER.matcher(record.words());
			assertThat(record.staleAfter()).isEqualTo(staleAfter.find()
					? Duration.ofMillis(Long.parseLong(staleAfter.group(1))) : LockOptions.defaults().staleAfter());
		}
	}

	private static @Nullable Instant time(String text) {
		try {
			return Instant.parse(text);
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}

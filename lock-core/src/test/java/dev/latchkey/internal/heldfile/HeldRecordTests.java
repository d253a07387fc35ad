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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.latchkey.LockOptions;
import dev.latchkey.internal.platform.ProcessIdentity;

import static org.assertj.core.api.Assertions.assertThat;

class HeldRecordTests {

	private static final UUID OWNER = UUID.fromString("6f1c2c1e-8f4e-4b71-9d55-1f0f4f3f2a10");

	private static final Instant TIME = Instant.parse("2026-11-20T09:07:23.156Z");

	private final String golden = golden();

	private static String golden() {
		try {
			return Files.readString(Path.of("src/test/resources/vectors/held-record.txt"));
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void theGoldenRecordIsRead() {
		HeldRecord record = HeldRecord.parse(this.golden);
		assertThat(record).isEqualTo(new HeldRecord(4242, OWNER, TIME, ""));
		assertThat(record).isNotNull();
		assertThat(record.isFlocked()).isFalse();
	}

	@Test
	void ourRecordBeginsLikeTheGoldenOne() {
		String line = format("build host", "boot-1");
		assertThat(line).startsWith(this.golden.strip() + " ").endsWith("\n");
		assertThat(line.substring(this.golden.strip().length()))
			.isEqualTo(" flock boot=boot-1 pidns=4026531836 start=77 host=build_host token=9\n");
	}

	@Test
	void ourRecordIsReadBack() {
		HeldRecord record = HeldRecord.parse(format("h", "boot-1"));
		assertThat(record).isNotNull();
		assertThat(record.pid()).isEqualTo(4242);
		assertThat(record.isFlocked()).isTrue();
		assertThat(record.isKnownToKernel("boot-1")).isTrue();
		assertThat(record.isKnownToKernel("boot-2")).isFalse();
		assertThat(record.isKnownToKernel("boot")).isFalse();
	}

	@Test
	void everyBeginningOfARecordIsOne() {
		String line = format("h", "boot-1");
		for (int length = 0; length < line.length(); length++) {
			String beginning = line.substring(0, length);
			assertThat(HeldRecord.isBeginning(beginning)).as(beginning).isTrue();
			assertThat(HeldRecord.parse(beginning)).isNull();
		}
		assertThat(HeldRecord.isBeginning(line)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "4242x", "4242 not-a-uuid", " 4242 ", "-1 ", "hello world\n",
			"4242 6f1c2c1e-8f4e-4b71-9d55-1f0f4f3f2a10 yesterday\n",
			"4242 6f1c2c1e-8f4e-4b71-9d55-1f0f4f3f2a10 2026-11-20T09:07:23.156Z\nmore" })
	void otherContentIsNeitherARecordNorTheBeginningOfOne(String content) {
		assertThat(HeldRecord.parse(content)).isNull();
		assertThat(HeldRecord.isBeginning(content)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "PT30S, ''", "PT10M, ' stale=600000'", "PT0.0000001S, ' stale=1'", "PT1.0000001S, ' stale=1001'",
			"PT2562047788015215H, ' stale=999999999999999999'" })
	void aRecordTellsAfterWhichTimeItsHolderIsStalledIfThatIsNotTheDefault(Duration staleAfter, String word) {
		String line = format("h", "boot-1", staleAfter);
		assertThat(line).endsWith(" token=9" + word + "\n");
		HeldRecord record = HeldRecord.parse(line);
		assertThat(record).isNotNull();
		assertThat(record.token()).isEqualTo(9);
		Duration read = record.staleAfter();
		assertThat(read).isEqualTo(
				word.isEmpty() ? staleAfter : Duration.ofMillis(Long.parseLong(word.substring(" stale=".length()))));
	}

	private static String format(String host, String bootId) {
		return format(host, bootId, LockOptions.defaults().staleAfter());
	}

	private static String format(String host, String bootId, Duration staleAfter) {
		ProcessIdentity process = new ProcessIdentity(4242, 77, bootId, 4026531836L, host);
		return new String(HeldRecord.format(process, OWNER, TIME, 9, staleAfter), StandardCharsets.UTF_8);
	}

}

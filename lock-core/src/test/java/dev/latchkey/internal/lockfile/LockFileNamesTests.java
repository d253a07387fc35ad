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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LockFileNamesTests {

	@Test
	void theGoldenNamesHold() throws IOException {
		List<String> lines = Files.readAllLines(Path.of("src/test/resources/vectors/claim-file-names.tsv"));
		for (String line : lines.subList(1, lines.size())) {
			String[] columns = line.split("\t", -1);
			String key = new String(HexFormat.of().parseHex(columns[0]), StandardCharsets.UTF_8);
			assertThat(LockFileNames.escape(key) + ".lock").isEqualTo(columns[1]);
			assertThat(LockFileNames.escape(key) + ".live.lock").isEqualTo(columns[2]);
		}
		assertThat(lines).hasSizeGreaterThan(15);
	}

	@Test
	void aNameOf245BytesIsKept() {
		assertThat(LockFileNames.escape("a".repeat(245))).isEqualTo("a".repeat(245));
	}

	@Test
	void aLongerNameEndsInItsDigest() {
		String name = LockFileNames.escape("a".repeat(246));
		assertThat(name).startsWith("a".repeat(150) + "%~").hasSize(150 + 2 + 64);
		assertThat(name).isNotEqualTo(LockFileNames.escape("a".repeat(247)));
	}

	@Test
	void anEscapeIsNeverCut() {
		for (int plain = 145; plain <= 150; plain++) {
			String name = LockFileNames.escape("a".repeat(plain) + ".".repeat(100));
			String kept = name.substring(0, name.indexOf("%~"));
			assertThat(kept).matches("a+(%2E)*").hasSizeBetween(148, 150);
		}
	}

	@Test
	void aNameGivesItsTextBack() {
		StringBuilder all = new StringBuilder();
		for (char c = 0; c < 256; c++) {
			all.append(c);
		}
		for (String text : List.of("", "orders", "a/b", "%", "%41", "日本", all.substring(0, 60), all.substring(60, 120),
				all.substring(120, 160), all.substring(160, 200), all.substring(200, 230), all.substring(230))) {
			assertThat(LockFileNames.unescape(LockFileNames.escape(text))).contains(text);
		}
	}

	@Test
	void halfOfASurrogatePairIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> LockFileNames.escape("a\uD83D"))
			.withMessageContaining("surrogate");
		assertThat(LockFileNames.escape("\uD83D\uDD12")).isEqualTo("%F0%9F%94%92");
	}

	@Test
	void aDigestOrAnotherNameGivesNothingBack() {
		assertThat(LockFileNames.unescape(LockFileNames.escape("a".repeat(300)))).isEmpty();
		assertThat(LockFileNames.unescape("a.b")).isEmpty();
		assertThat(LockFileNames.unescape("%zz")).isEmpty();
		assertThat(LockFileNames.unescape("%2e")).isEmpty();
		assertThat(LockFileNames.unescape("%61")).isEmpty();
		assertThat(LockFileNames.unescape("%FF")).isEmpty();
		assertThat(LockFileNames.unescape("ü")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "job, job", "Job, %4Aob", "JOB, %4A%4F%42", "con, %63on", "Con, %43on", "console, console",
			"com1, %63om1", "com0, com0", "lpt9, %6Cpt9", "com10, com10", "nul, %6Eul", "nul.txt, nul%2Etxt",
			"a<>:|?*, a%3C%3E%3A%7C%3F%2A", "'a. ', a%2E%20" })
	void whereCaseIsFoldedAFileNameHasNoCapitalsAndIsNoDevice(String text, String name) {
		assertThat(LockFileNames.escape(text, NameCase.IS_FOLDED)).isEqualTo(name);
		assertThat(LockFileNames.unescape(name, NameCase.IS_FOLDED)).contains(text);
		assertThat(LockFileNames.unescape(name)).contains(text);
	}

	@Test
	void aPairIsFoldedInBothParts() {
		assertThat(LockFileNames.of("Con", "Con", NameCase.IS_FOLDED)).isEqualTo("%43on.%43on");
		assertThat(LockFileNames.of("con", "con", NameCase.IS_FOLDED)).isEqualTo("%63on.%63on");
		assertThat(LockFileNames.of("N".repeat(100), null, NameCase.IS_FOLDED)).startsWith("%4E%4E").contains("%~");
	}

	@Test
	void whereCaseCountsAnEscapedLetterIsNoEscape() {
		assertThat(LockFileNames.unescape("%4Aob", NameCase.COUNTS)).isEmpty();
		assertThat(LockFileNames.unescape("Job", NameCase.IS_FOLDED)).isEmpty();
		assertThat(LockFileNames.unescape("con", NameCase.IS_FOLDED)).isEmpty();
	}

	/** By the dot a sweep knows the files of keys. */
	@Test
	void aShortenedNameHasADotExactlyIfThereIsAKey() {
		assertThat(LockFileNames.of("n".repeat(300), null)).doesNotContain(".");
		assertThat(LockFileNames.of("n".repeat(160), "k".repeat(90))).matches("n{150}\\.%~[0-9a-f]{64}");
		assertThat(LockFileNames.of("n", "k".repeat(300))).startsWith("n.k").contains("%~");
	}

}

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

package dev.latchkey.spring;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LockNameTests {

	@Test
	void bothPartsAreEscaped() {
		assertThat(file("catalog", null)).isEqualTo("catalog.flock");
		assertThat(file("catalog", "a/b.c")).isEqualTo("catalog.a%2Fb%2Ec.flock");
		assertThat(file("../x", null)).isEqualTo("%2E%2E%2Fx.flock");
	}

	@Test
	void differentLocksHaveDifferentFiles() {
		String name = "n".repeat(200);
		String key = "k".repeat(100);
		List<String> files = Stream
			.of(file("a", null), file("a", ""), file("a.b", null), file("a", "b"), file("a", ".b"), file("a.", "b"),
					file(name, key), file(name + "." + key, null), file(name + ".k", key.substring(1)),
					file(name + "k", key.substring(1)), file(name, key + "k"), file(name, null), file(name, ""))
			.toList();
		assertThat(files).doesNotHaveDuplicates();
	}

	@Test
	void differentPartsAndKeysAreDifferentLocks() {
		LockName name = new LockName("a", null);
		List<LockName> locks = Stream.of("", "b", "b/c", "b%2Fc", "b%252Fc", "c")
			.flatMap((part) -> Stream.of(name.within(part), new LockName("a", "").within(part),
					new LockName("a", "c").within(part), new LockName("a", "b/c").within(part),
					new LockName("a", "%2Fc").within(part)))
			.toList();
		assertThat(locks).doesNotHaveDuplicates();
		assertThat(new LockName("a", "17").within("acme")).hasToString("a[acme/17]");
	}

	@Test
	void theNameOfTheFileFits() {
		for (int length : new int[] { 1, 150, 243, 244, 245, 246, 300, 5000 }) {
			for (String letter : new String[] { "x", "/", "é", "x/" }) {
				assertThat(file(letter.repeat(length), null)).hasSizeLessThanOrEqualTo(255);
				assertThat(file(letter.repeat(length), letter.repeat(length))).hasSizeLessThanOrEqualTo(255);
			}
		}
	}

	@Test
	void aShortenedNameIsNotCutWithinAnEscape() {
		assertThat(file("x".repeat(149) + "/" + "x".repeat(90), "k".repeat(50)))
			.matches("x{149}\\.%~[0-9a-f]{64}\\.flock");
	}

	@Test
	void aBlankNameIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> LockRequest.of(" ")).withMessage("A lock needs a name");
	}

	private static String file(String name, @Nullable String key) {
		return new LockName(name, key).fileName();
	}

}

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

package dev.latchkey.spring.aop;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.latchkey.LatchkeyException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LockKeyExpressionTests {

	private static final UUID ID = new UUID(1, 2);

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '"',
			value = { "#id; 00000000-0000-0001-0000-000000000002", "#p1; 7", "#a1 + 1; 8", "#lines[0].name; one",
					"#lines.![#this.name].toString().substring(0, 9); [one, two",
					"#lines.?[name == 'two'][0].name(); two", "#id.toString().substring(0, 2); 00", "'fixed'; fixed",
					"#missing ?: 'none'; none", "#number > 5 ? 'big' : 'small'; big" })
	void aKeyIsMadeOfTheArguments(String expression, String key) throws Exception {
		assertThat(evaluate(expression)).isEqualTo(key);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '"',
			value = { "#missing; is null", "#plain; has no text of its own", "#lines.get(0).any(); java.lang.String[]",
					"#lines.get(1).any(); java.util.Optional", "#lines[9].name; has no value",
					"'a' + #plain; java.lang.Object", "#plain + 'a'; java.lang.Object",
					"#number > 5 ? 'a' + #plain : 'b'; java.lang.Object",
					"'a' + #lines.get(0).any(); java.lang.String[]", "'a'.concat(#named.toString()); $Plain@",
					"#lines.get(2).any(); byte[]", "'a' + #lines.get(2).any(); byte[]",
					"#lines.get(2).any().toString(); [B@", "#lines.get(3).any(); java.util.ImmutableCollections",
					"#lines.get(4).any(); int[]", "#lines.get(5).any(); int[]", "#named; $Plain@" })
	void aKeyThatTellsNothingApartIsRefused(String expression, String problem) {
		assertThatExceptionOfType(LatchkeyException.class).isThrownBy(() -> evaluate(expression))
			.withMessageContaining("'" + expression + "'")
			.withMessageContaining("'order'")
			.withMessageContaining("LockKeyExpressionTests.locked")
			.withMessageContaining(problem);
	}

	@ParameterizedTest
	@ValueSource(strings = { "user@cafe", "user@cafe.example", "1@2", "java.lang.Object@1b2c3d4e", "[x]@0" })
	void aTextThatOnlyLooksLikeAnIdentityIsAKey(String text) throws Exception {
		Method method = LockKeyExpressionTests.class.getDeclaredMethod("mail", String.class, Object.class);
		LockKeyExpression key = LockKeyExpression.parse("#text + #any", "mail", method, LockKeyExpressionTests.class);
		assertThat(key.evaluate(new Object[] { text, new Raw("a", List.of().size()) })).startsWith(text);
	}

	@Test
	void theRemedyNamesTheArguments() {
		assertThatExceptionOfType(LockDefinitionException.class).isThrownBy(() -> evaluate("#oops"))
			.satisfies((ex) -> assertThat(ex.remedy()).contains("#id", "#number", "#p0", "-parameters"));
	}

	private static String evaluate(String expression) throws Exception {
		Method method = LockKeyExpressionTests.class.getDeclaredMethod("locked", UUID.class, int.class, List.class,
				String.class, Object.class, String[].class, Object.class);
		@Nullable Object[] arguments = { ID, 7, Line.NAMES.stream().map(Line::new).toList(), null, new Object(),
				new String[] { "a" }, new Named(new Plain()) };
		return LockKeyExpression.parse(expression, "order", method, LockKeyExpressionTests.class).evaluate(arguments);
	}

	@SuppressWarnings({ "UnusedMethod", "UnusedVariable" })
	private static void mail(String text, Object any) {
	}

	@SuppressWarnings({ "UnusedMethod", "UnusedVariable" })
	private static void locked(UUID id, int number, List<Line> lines, @Nullable String missing, Object plain,
			String[] texts, Object named) {
	}

	private static final class Plain {

	}

	public record Raw(String name, Object raw) {
	}

	public record Many(Iterable<String> names) {
	}

	/** Its own text has that of what has none. */
	public static class Named {

		private final Object named;

		Named(Object named) {
			this.named = named;
		}

		@Override
		public String toString() {
			return "named " + this.named;
		}

	}

	public record Line(String name) {

		static final List<String> NAMES = List.of("one", "two", "raw", "many", "reference", "entry");

		public Object any() {
			return switch (this.name) {
				case "one" -> new String[] { "a" };
				case "raw" -> new Raw("a", new byte[1]);
				case "many" -> new Many(List.of("a"));
				case "reference" -> new AtomicReference<>(new int[1]);
				case "entry" -> Map.entry("a", new int[1]);
				default -> Optional.of(this.name);
			};
		}

	}

}

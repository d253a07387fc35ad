package dev.latchkey.spring.aop;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.latchkey.LatchkeyException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LockKeyExpressionTests {

	private static final UUID ID = new UUID(1, 2);

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '"',
			value = { "#id; 00000000-0000-0001-0000-000000000002", "#p1; 7", "#a1 + 1; 8", "#lines[0].name; one",
					"#lines.![#this.name].toString(); [one, two]", "#lines.?[name == 'two'][0].name(); two",
					"#id.toString().substring(0, 2); 00", "'fixed'; fixed", "#missing ?: 'none'; none",
					"#number > 5 ? 'big' : 'small'; big" })
	void aKeyIsMadeOfTheArguments(String expression, String key) throws Exception {
		assertThat(evaluate(expression)).isEqualTo(key);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '"',
			value = { "#missing; is null", "#plain; has no text of its own", "#lines.get(0).any(); java.lang.String[]",
					"#lines.get(1).any(); java.util.Optional", "#lines[2].name; has no value" })
	void aKeyThatTellsNothingApartIsRefused(String expression, String problem) {
		assertThatExceptionOfType(LatchkeyException.class).isThrownBy(() -> evaluate(expression))
			.withMessageContaining("'" + expression + "'")
			.withMessageContaining("'order'")
			.withMessageContaining("LockKeyExpressionTests.locked")
			.withMessageContaining(problem);
	}

	@Test
	void theRemedyNamesTheArguments() {
		assertThatExceptionOfType(LockDefinitionException.class).isThrownBy(() -> evaluate("#oops"))
			.satisfies((ex) -> assertThat(ex.remedy()).contains("#id", "#number", "#p0", "-parameters"));
	}

	private static String evaluate(String expression) throws Exception {
		Method method = LockKeyExpressionTests.class.getDeclaredMethod("locked", UUID.class, int.class, List.class,
				String.class, Object.class, String[].class);
		@Nullable Object[] arguments = { ID, 7, List.of(new Line("one"), new Line("two")), null, new Object(),
				new String[] { "a" } };
		return LockKeyExpression.parse(expression, "order", method, LockKeyExpressionTests.class).evaluate(arguments);
	}

	@SuppressWarnings({ "UnusedMethod", "UnusedVariable" })
	private static void locked(UUID id, int number, List<Line> lines, @Nullable String missing, Object plain,
			String[] texts) {
	}

	public record Line(String name) {

		public Object any() {
			return this.name.equals("one") ? new String[] { "a" } : Optional.of(this.name);
		}

	}

}

package dev.latchkey.spring.aop;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LatchkeyException;

/**
 * The expression that makes a lock's key of a method's arguments.
 */
final class LockKeyExpression {

	private final ArgumentExpression expression;

	private LockKeyExpression(ArgumentExpression expression) {
		this.expression = expression;
	}

	/**
	 * Parse an expression.
	 * @param text the expression
	 * @param method the method whose arguments it is over
	 * @return the expression
	 * @throws LockDefinitionException if it is not one, or refers to what it cannot see
	 */
	static LockKeyExpression parse(String text, Method method) {
		return new LockKeyExpression(ArgumentExpression.parse("key", text, method));
	}

	/**
	 * Make a key.
	 * @param arguments the arguments of a call
	 * @return the key
	 * @throws LatchkeyException if there is none, or if it has no text of its own
	 */
	String evaluate(@Nullable Object[] arguments) {
		return text(this.expression.evaluate(arguments));
	}

	private String text(@Nullable Object value) {
		if (value == null) {
			throw new LatchkeyException("The lock " + this.expression
					+ " is null for these arguments. Refuse such arguments, or write a key for them, "
					+ "such as \"#id ?: 'none'\"");
		}
		if (!(value instanceof CharSequence) && !(value instanceof Number) && !hasText(value.getClass())) {
			throw new LatchkeyException("The lock " + this.expression + " is a " + value.getClass().getTypeName()
					+ ", which has no text of its own: two equal ones would not exclude each other. "
					+ "Name a property of it, such as \"#order.id\"");
		}
		return value.toString();
	}

	private static boolean hasText(Class<?> type) {
		try {
			return type.getMethod("toString").getDeclaringClass() != Object.class;
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException("Every class has the method toString", ex);
		}
	}

}

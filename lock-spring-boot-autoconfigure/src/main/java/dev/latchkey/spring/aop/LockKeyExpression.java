package dev.latchkey.spring.aop;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.SimpleEvaluationContext;

import dev.latchkey.LatchkeyException;

/**
 * The expression that makes a lock's key of a method's arguments. It sees the arguments
 * and nothing else: no beans, no types.
 */
final class LockKeyExpression {

	private static final ParameterNameDiscoverer parameterNames = new DefaultParameterNameDiscoverer();

	private final Expression expression;

	private final @Nullable String @Nullable [] names;

	private LockKeyExpression(Expression expression, @Nullable String @Nullable [] names) {
		this.expression = expression;
		this.names = names;
	}

	/**
	 * Parse an expression.
	 * @param text the expression
	 * @param method the method whose arguments it is over
	 * @return the expression
	 * @throws LockDefinitionException if it is not one, or refers to what it cannot see
	 */
	static LockKeyExpression parse(String text, Method method) {
		SpelExpression expression;
		try {
			expression = new SpelExpressionParser().parseRaw(text);
		}
		catch (ParseException ex) {
			throw new LockDefinitionException(
					"The key '" + text + "' of the lock on " + LockOperation.describe(method)
							+ " is not an expression: " + ex.getMessage() + ".",
					"Write a SpEL expression over the arguments, such as #p0 or #order.id.", ex);
		}
		@Nullable String @Nullable [] names = parameterNames.getParameterNames(method);
		new LockKeyCheck(text, method, names).check(expression.getAST());
		return new LockKeyExpression(expression, names);
	}

	/**
	 * Make a key.
	 * @param arguments the arguments of a call
	 * @return the key
	 * @throws LatchkeyException if there is none, or if it has no text of its own
	 */
	String evaluate(@Nullable Object[] arguments) {
		SimpleEvaluationContext context = SimpleEvaluationContext.forReadOnlyDataBinding()
			.withInstanceMethods()
			.build();
		for (int i = 0; i < arguments.length; i++) {
			context.setVariable("p" + i, arguments[i]);
			context.setVariable("a" + i, arguments[i]);
			String name = (this.names != null) ? this.names[i] : null;
			if (name != null) {
				context.setVariable(name, arguments[i]);
			}
		}
		return text(this.expression.getValue(context));
	}

	private String text(@Nullable Object value) {
		if (value == null) {
			throw new LatchkeyException("The lock key '" + this.expression.getExpressionString()
					+ "' is null for these arguments. Refuse such arguments, or write a key for them, "
					+ "such as \"#id ?: 'none'\"");
		}
		if (!(value instanceof CharSequence) && !(value instanceof Number) && !hasText(value.getClass())) {
			throw new LatchkeyException("The lock key '" + this.expression.getExpressionString() + "' is a "
					+ value.getClass().getTypeName()
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

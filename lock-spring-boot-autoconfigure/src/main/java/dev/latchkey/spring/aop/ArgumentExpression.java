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

/**
 * An expression over a method's arguments. It sees the arguments and nothing else: no
 * beans, no types.
 */
final class ArgumentExpression {

	private static final ParameterNameDiscoverer parameterNames = new DefaultParameterNameDiscoverer();

	private final String what;

	private final Expression expression;

	private final @Nullable String @Nullable [] names;

	private ArgumentExpression(String what, Expression expression, @Nullable String @Nullable [] names) {
		this.what = what;
		this.expression = expression;
		this.names = names;
	}

	/**
	 * Parse an expression.
	 * @param what what it makes, for messages
	 * @param text the expression
	 * @param method the method whose arguments it is over
	 * @return the expression
	 * @throws LockDefinitionException if it is not one, or refers to what it cannot see
	 */
	static ArgumentExpression parse(String what, String text, Method method) {
		SpelExpression expression;
		try {
			expression = new SpelExpressionParser().parseRaw(text);
		}
		catch (ParseException ex) {
			throw new LockDefinitionException(
					"The " + what + " '" + text + "' of the lock on " + LockOperation.describe(method)
							+ " is not an expression: " + ex.getMessage() + ".",
					"Write a SpEL expression over the arguments, such as #p0 or #order.id.", ex);
		}
		@Nullable String @Nullable [] names = parameterNames.getParameterNames(method);
		new ArgumentExpressionCheck(what, text, method, names).check(expression.getAST());
		return new ArgumentExpression(what, expression, names);
	}

	/**
	 * Evaluate the expression.
	 * @param arguments the arguments of a call
	 * @return the value
	 */
	@Nullable Object evaluate(@Nullable Object[] arguments) {
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
		return this.expression.getValue(context);
	}

	@Override
	public String toString() {
		return this.what + " '" + this.expression.getExpressionString() + "'";
	}

}

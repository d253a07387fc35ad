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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.SimpleEvaluationContext;
import org.springframework.expression.spel.support.StandardTypeConverter;

import dev.latchkey.LatchkeyException;

/**
 * An expression over a method's arguments. It sees the arguments and nothing else: no
 * beans, no types.
 */
final class ArgumentExpression {

	static final String NAME_A_PART = "Name a part that distinguishes locks, such as a property \"#order.id\", an element "
			+ "\"#ids[0]\" or the content of an optional \"#id.orElse('none')\"";

	private static final ParameterNameDiscoverer parameterNames = new DefaultParameterNameDiscoverer();

	private final String description;

	private final SpelExpression expression;

	private final @Nullable String @Nullable [] names;

	private final ExpressionType types;

	private ArgumentExpression(String description, SpelExpression expression, @Nullable String @Nullable [] names,
			ExpressionType types) {
		this.description = description;
		this.expression = expression;
		this.names = names;
		this.types = types;
	}

	/**
	 * Parses an expression.
	 * @param what what it makes, for messages
	 * @param text the expression
	 * @param lock the name of the lock, for messages, or {@code null} if it has none
	 * @param method the method whose arguments it is over
	 * @param beanClass the class of the bean
	 * @return the expression
	 * @throws LockDefinitionException if it is not one, or refers to what it cannot see
	 * or to what a type does not have
	 */
	static ArgumentExpression parse(String what, String text, @Nullable String lock, Method method,
			Class<?> beanClass) {
		String description = what + " '" + text + "' of the lock " + ((lock != null) ? "'" + lock + "' " : "") + "on "
				+ LockOperation.describe(method);
		SpelExpression expression;
		try {
			expression = new SpelExpressionParser().parseRaw(text);
		}
		catch (ParseException ex) {
			throw new LockDefinitionException("The " + description + " is not an expression: " + ex.getMessage() + ".",
					"Write a SpEL expression over the arguments, such as #p0 or #order.id.", ex);
		}
		@Nullable String @Nullable [] names = parameterNames.getParameterNames(method);
		Map<String, ResolvableType> variables = variables(method, beanClass, names);
		new ArgumentExpressionCheck(description, variables.keySet()).check(expression.getAST());
		ArgumentExpression result = new ArgumentExpression(description, expression, names,
				new ExpressionType(variables));
		result.checkMembers();
		return result;
	}

	private static Map<String, ResolvableType> variables(Method method, Class<?> beanClass,
			@Nullable String @Nullable [] names) {
		Map<String, ResolvableType> variables = new TreeMap<>();
		for (int i = 0; i < method.getParameterCount(); i++) {
			ResolvableType type = ResolvableType.forMethodParameter(method, i, beanClass);
			variables.put("#p" + i, type);
			variables.put("#a" + i, type);
			String name = (names != null) ? names[i] : null;
			if (name != null) {
				variables.put("#" + name, type);
			}
		}
		return variables;
	}

	private void checkMembers() {
		try {
			this.types.check(this.expression.getAST());
		}
		catch (ExpressionType.UnknownMember ex) {
			throw refused(ex.getMessage(), "Name a property, a public field or a public method of the type, or declare "
					+ "the argument with the type that has it.");
		}
	}

	/**
	 * The types that the value may have; unknown ones are {@link ResolvableType#NONE}.
	 */
	List<ResolvableType> results() {
		return this.types.results(this.expression.getAST());
	}

	/** The types whose texts may become part of the value's text. */
	List<ResolvableType> parts() {
		return this.types.parts(this.expression.getAST());
	}

	LockDefinitionException refused(@Nullable String problem, String remedy) {
		return new LockDefinitionException("The " + this.description + " " + problem + ".", remedy, null);
	}

	/**
	 * Evaluate the expression.
	 * @param arguments the arguments of a call
	 * @return the value
	 * @throws LatchkeyException if it has none for these arguments, or if a part of its
	 * text has no text of its own
	 */
	@Nullable Object evaluate(@Nullable Object[] arguments) {
		SimpleEvaluationContext context = SimpleEvaluationContext.forReadOnlyDataBinding()
			.withInstanceMethods()
			.withTypeConverter(new Texts())
			.build();
		for (int i = 0; i < arguments.length; i++) {
			context.setVariable("p" + i, arguments[i]);
			context.setVariable("a" + i, arguments[i]);
			String name = (this.names != null) ? this.names[i] : null;
			if (name != null) {
				context.setVariable(name, arguments[i]);
			}
		}
		try {
			return this.expression.getValue(context);
		}
		catch (EvaluationException ex) {
			throw new LatchkeyException("The " + this + " has no value for these arguments: " + ex.getMessage() + ".",
					"Correct the expression, or refuse such arguments.", ex);
		}
	}

	/**
	 * Makes sure that the text of a value is that of each equal value.
	 * @param value the value
	 * @param arguments the arguments of the call
	 * @return the text
	 * @throws LatchkeyException if it is not
	 */
	String requireText(Object value, @Nullable Object[] arguments) {
		String text = text(value);
		String identity = KeyText.identity(text, Arrays.asList(value, arguments));
		if (identity != null) {
			throw new LatchkeyException(
					"The " + this + " contains " + identity + " for these arguments, which says "
							+ "which object it is: two equal ones would not exclude each other.",
					NAME_A_PART + ".", null);
		}
		return text;
	}

	private String text(Object value) {
		Class<?> unfit = KeyText.unfitPart(value);
		if (unfit != null) {
			throw new LatchkeyException("The " + this + " has the text of a " + unfit.getTypeName()
					+ " for these arguments, which has no text of its own: two equal ones would not exclude each "
					+ "other, or different ones would.", NAME_A_PART + ".", null);
		}
		return value.toString();
	}

	@Override
	public String toString() {
		return this.description;
	}

	/** Checks the operands of {@code +}, and what becomes the text of an argument. */
	private final class Texts extends StandardTypeConverter {

		@Override
		public boolean canConvert(@Nullable TypeDescriptor source, TypeDescriptor target) {
			return target.getType() == String.class || super.canConvert(source, target);
		}

		@Override
		public @Nullable Object convertValue(@Nullable Object value, @Nullable TypeDescriptor source,
				TypeDescriptor target) {
			if (value == null || target.getType() != String.class) {
				return super.convertValue(value, source, target);
			}
			String text = text(value);
			return super.canConvert(source, target) ? super.convertValue(value, source, target) : text;
		}

	}

}

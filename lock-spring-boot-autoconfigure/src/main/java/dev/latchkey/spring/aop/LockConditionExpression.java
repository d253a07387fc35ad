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

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

import dev.latchkey.LatchkeyException;

/**
 * The expression that decides by a method's arguments whether a call is locked.
 */
final class LockConditionExpression {

	private final ArgumentExpression expression;

	private LockConditionExpression(ArgumentExpression expression) {
		this.expression = expression;
	}

	/**
	 * Parses an expression.
	 * @param text the expression
	 * @param lock the name of the lock, or {@code null} if it has none
	 * @param method the method whose arguments it is over
	 * @param beanClass the class of the bean
	 * @return the expression
	 * @throws LockDefinitionException if it is not one, refers to what it cannot see, or
	 * gives what is no boolean
	 */
	static LockConditionExpression parse(String text, @Nullable String lock, Method method, Class<?> beanClass) {
		ArgumentExpression expression = ArgumentExpression.parse("condition", text, lock, method, beanClass);
		for (ResolvableType type : expression.results()) {
			if (!canBeBoolean(type.resolve(Object.class))) {
				throw expression.refused("is a " + type, "Let it give a boolean, such as \"#count > 100\".");
			}
		}
		return new LockConditionExpression(expression);
	}

	private static boolean canBeBoolean(Class<?> type) {
		return ClassUtils.resolvePrimitiveIfNecessary(type).isAssignableFrom(Boolean.class);
	}

	/**
	 * Decides about a call.
	 * @param arguments the arguments of the call
	 * @return whether it is locked
	 * @throws LatchkeyException if the expression gives no boolean
	 */
	boolean evaluate(@Nullable Object[] arguments) {
		Object value = this.expression.evaluate(arguments);
		if (value instanceof Boolean locked) {
			return locked;
		}
		throw new LatchkeyException(
				"The " + this.expression + " is " + ((value != null) ? "a " + value.getClass().getTypeName() : "null")
						+ " for these arguments, and not a boolean.",
				"Let it give true or false for all arguments, as \"#urgent ?: false\" does.", null);
	}

}

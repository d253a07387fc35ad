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
	 * Parses an expression.
	 * @param text the expression
	 * @param lock the name of the lock
	 * @param method the method whose arguments it is over
	 * @param beanClass the class of the bean
	 * @return the expression
	 * @throws LockDefinitionException if it is not one, refers to what it cannot see, or
	 * gives what makes no key
	 */
	static LockKeyExpression parse(String text, String lock, Method method, Class<?> beanClass) {
		ArgumentExpression expression = ArgumentExpression.parse("key", text, lock, method, beanClass);
		for (ResolvableType type : expression.parts()) {
			ResolvableType unfit = KeyText.unfitType(type);
			if (unfit != null) {
				throw expression.refused("has the text of a " + unfit + ", which distinguishes no locks",
						ArgumentExpression.NAME_A_PART + ".");
			}
		}
		return new LockKeyExpression(expression);
	}

	/**
	 * Makes a key.
	 * @param arguments the arguments of a call
	 * @return the key
	 * @throws LatchkeyException if there is none, or if it has no text of its own
	 */
	String evaluate(@Nullable Object[] arguments) {
		Object value = this.expression.evaluate(arguments);
		if (value == null) {
			throw new LatchkeyException("The " + this.expression + " is null for these arguments.",
					"Refuse such arguments, or write a key for them, " + "such as \"#id ?: 'none'\".", null);
		}
		return this.expression.requireText(value, arguments);
	}

}

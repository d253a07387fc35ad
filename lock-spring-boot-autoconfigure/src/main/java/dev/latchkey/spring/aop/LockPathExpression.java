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

import java.io.File;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.util.StringUtils;

import dev.latchkey.LatchkeyException;
import dev.latchkey.internal.lockfile.LockPaths;

/**
 * The expression that makes the path of a file or a pack of a method's arguments.
 */
final class LockPathExpression {

	private static final Log logger = LogFactory.getLog(LockPathExpression.class);

	private final AtomicBoolean warned = new AtomicBoolean();

	private final ArgumentExpression expression;

	private final String home;

	private LockPathExpression(ArgumentExpression expression, String home) {
		this.expression = expression;
		this.home = home;
	}

	/**
	 * Parses an expression.
	 * @param what what it makes, for messages
	 * @param text the expression
	 * @param method the method whose arguments it is over
	 * @param beanClass the class of the bean
	 * @param home the home directory of the user, empty if there is none
	 * @return the expression
	 * @throws LockDefinitionException if it is not one, refers to what it cannot see, or
	 * gives what is no path
	 */
	static LockPathExpression parse(String what, String text, Method method, Class<?> beanClass, String home) {
		ArgumentExpression expression = ArgumentExpression.parse(what, text, null, method, beanClass);
		for (ResolvableType type : expression.results()) {
			if (!canBePath(type.resolve(Object.class))) {
				throw expression.refused("is a " + type, "Let it give a Path, a File or the String of a path.");
			}
		}
		return new LockPathExpression(expression, home);
	}

	private static boolean canBePath(Class<?> type) {
		return Stream.of(Path.class, File.class, String.class)
			.anyMatch((path) -> path.isAssignableFrom(type) || type.isAssignableFrom(path));
	}

	/**
	 * Makes a path. A relative one is warned of once.
	 * @param arguments the arguments of a call
	 * @return the path
	 * @throws LatchkeyException if there is none
	 */
	Path evaluate(@Nullable Object[] arguments) {
		Path path = path(this.expression.evaluate(arguments), arguments);
		if (!path.isAbsolute() && this.warned.compareAndSet(false, true)) {
			logger.warn("The " + this.expression + " is relative for these arguments. '" + path + "' means '"
					+ path.toAbsolutePath() + "', and processes that are started in another directory use another one: "
					+ "they exclude nothing. Give an absolute path");
		}
		return path;
	}

	private Path path(@Nullable Object value, @Nullable Object[] arguments) {
		if (value instanceof Path path) {
			return path;
		}
		if (value instanceof File file) {
			return file.toPath();
		}
		if (value instanceof String text && StringUtils.hasText(text)) {
			return path(this.expression.requireText(text, arguments));
		}
		throw new LatchkeyException("The " + this.expression + " is "
				+ ((value instanceof String) ? "blank"
						: "a " + ((value != null) ? value.getClass().getTypeName() : "null"))
				+ " for these arguments.", "It must be a Path, a File or the String of a path.", null);
	}

	private Path path(String text) {
		try {
			return LockPaths.inHome(text, this.home);
		}
		catch (IllegalArgumentException ex) {
			throw new LatchkeyException("The " + this.expression + " is '" + text
					+ "' for these arguments, which is no path: " + ex.getMessage() + ".",
					"Refuse such arguments, or correct the expression.", ex);
		}
	}

}

package dev.latchkey.spring.aop;

import java.io.File;
import java.lang.reflect.Method;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.util.StringUtils;

import dev.latchkey.LatchkeyException;

/**
 * The expression that makes the path of a file or a pack of a method's arguments.
 */
final class LockPathExpression {

	private final ArgumentExpression expression;

	private LockPathExpression(ArgumentExpression expression) {
		this.expression = expression;
	}

	/**
	 * Parse an expression.
	 * @param what what it makes, for messages
	 * @param text the expression
	 * @param method the method whose arguments it is over
	 * @param beanClass the class of the bean
	 * @return the expression
	 * @throws LockDefinitionException if it is not one, refers to what it cannot see, or
	 * gives what is no path
	 */
	static LockPathExpression parse(String what, String text, Method method, Class<?> beanClass) {
		ArgumentExpression expression = ArgumentExpression.parse(what, text, null, method, beanClass);
		for (ResolvableType type : expression.results()) {
			if (!canBePath(type.resolve(Object.class))) {
				throw expression.refused("is a " + type, "Let it give a Path, a File or the String of a path.");
			}
		}
		return new LockPathExpression(expression);
	}

	private static boolean canBePath(Class<?> type) {
		return Stream.of(Path.class, File.class, String.class)
			.anyMatch((path) -> path.isAssignableFrom(type) || type.isAssignableFrom(path));
	}

	/**
	 * Make a path.
	 * @param arguments the arguments of a call
	 * @return the path
	 * @throws LatchkeyException if there is none
	 */
	Path evaluate(@Nullable Object[] arguments) {
		Object value = this.expression.evaluate(arguments);
		if (value instanceof Path path) {
			return path;
		}
		if (value instanceof File file) {
			return file.toPath();
		}
		if (value instanceof String text && StringUtils.hasText(text)) {
			return path(text);
		}
		throw new LatchkeyException("The " + this.expression + " is "
				+ ((value instanceof String) ? "blank"
						: "a " + ((value != null) ? value.getClass().getTypeName() : "null"))
				+ " for these arguments, not a Path, a File or the String of a path");
	}

	private Path path(String text) {
		try {
			return Path.of(text);
		}
		catch (InvalidPathException ex) {
			throw new LatchkeyException("The " + this.expression + " is no path for these arguments", ex);
		}
	}

}

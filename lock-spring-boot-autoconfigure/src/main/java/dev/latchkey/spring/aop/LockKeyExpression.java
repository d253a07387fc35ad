package dev.latchkey.spring.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.BaseStream;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

import dev.latchkey.LatchkeyException;

/**
 * The expression that makes a lock's key of a method's arguments.
 */
final class LockKeyExpression {

	private static final List<Class<?>> CONTAINERS = List.of(Collection.class, Map.class, Optional.class,
			OptionalInt.class, OptionalLong.class, OptionalDouble.class, BaseStream.class, Iterator.class);

	private static final String REMEDY = "Name what tells locks apart, such as a property \"#order.id\", an element "
			+ "\"#ids[0]\" or the content of an optional \"#id.orElse('none')\"";

	private final ArgumentExpression expression;

	private LockKeyExpression(ArgumentExpression expression) {
		this.expression = expression;
	}

	/**
	 * Parse an expression.
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
			Class<?> known = type.resolve(Object.class);
			if (isContainer(known) || (Modifier.isFinal(known.getModifiers()) && !hasText(known))) {
				throw expression.refused("has the text of a " + type + ", which tells no locks apart", REMEDY + ".");
			}
		}
		return new LockKeyExpression(expression);
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
			throw new LatchkeyException("The " + this.expression
					+ " is null for these arguments. Refuse such arguments, or write a key for them, "
					+ "such as \"#id ?: 'none'\"");
		}
		if (isContainer(value.getClass()) || !hasText(value.getClass())) {
			throw new LatchkeyException("The " + this.expression + " is a " + value.getClass().getTypeName()
					+ " for these arguments, which has no text of its own: two equal ones would not exclude each "
					+ "other, or different ones would. " + REMEDY);
		}
		return value.toString();
	}

	/** Whether the text of a type is put together of those of what is in it. */
	private static boolean isContainer(Class<?> type) {
		return type.isArray() || type == Iterable.class
				|| CONTAINERS.stream().anyMatch((container) -> container.isAssignableFrom(type));
	}

	private static boolean hasText(Class<?> type) {
		if (type.isPrimitive() || CharSequence.class.isAssignableFrom(type) || Number.class.isAssignableFrom(type)) {
			return true;
		}
		try {
			return type.getMethod("toString").getDeclaringClass() != Object.class;
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException("Every class has the method toString", ex);
		}
	}

}

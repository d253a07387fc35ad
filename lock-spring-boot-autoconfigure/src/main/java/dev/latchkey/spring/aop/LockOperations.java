package dev.latchkey.spring.aop;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.MethodClassKey;
import org.springframework.util.StringUtils;

import dev.latchkey.spring.LockName;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.annotation.WhenBusy;

/**
 * Turns annotations into operations, once for each method of each class.
 */
public final class LockOperations {

	private final Map<MethodClassKey, Optional<LockOperation>> cache = new ConcurrentHashMap<>();

	private final ConfigurableBeanFactory beanFactory;

	private final WhenBusy whenBusy;

	/**
	 * Create an instance.
	 * @param beanFactory resolves placeholders
	 * @param whenBusy what {@link WhenBusy#DEFAULT} means
	 */
	public LockOperations(ConfigurableBeanFactory beanFactory, WhenBusy whenBusy) {
		this.beanFactory = beanFactory;
		this.whenBusy = whenBusy;
	}

	/**
	 * Find what a method of a bean asks for.
	 * @param method the method, possibly of an interface
	 * @param beanClass the class of the bean
	 * @return the operation, or {@code null} if the method is not locked
	 * @throws LockDefinitionException if its annotation cannot work
	 */
	@Nullable LockOperation find(Method method, Class<?> beanClass) {
		return this.cache
			.computeIfAbsent(new MethodClassKey(method, beanClass),
					(key) -> Optional.ofNullable(make(method, beanClass)))
			.orElse(null);
	}

	private @Nullable LockOperation make(Method method, Class<?> beanClass) {
		HeldFileLock annotation = LockAnnotations.find(method, beanClass);
		if (annotation == null) {
			return null;
		}
		Method specific = AopUtils.getMostSpecificMethod(method, beanClass);
		LockReturnTypes.requireSynchronous(specific);
		if (effective(annotation) == WhenBusy.SKIP) {
			LockReturnTypes.requireSkippable(specific);
		}
		LockRequest request = new LockRequest(new LockName(name(annotation, specific), null),
				waitTime(annotation, specific), annotation.whenBusy());
		LockKeyExpression key = StringUtils.hasText(annotation.key())
				? LockKeyExpression.parse(annotation.key(), specific) : null;
		boolean declaresInterruption = Arrays.stream(method.getExceptionTypes())
			.anyMatch((type) -> type.isAssignableFrom(InterruptedException.class));
		return new LockOperation(request, key, specific.getReturnType() == Optional.class, declaresInterruption);
	}

	private WhenBusy effective(HeldFileLock annotation) {
		return (annotation.whenBusy() != WhenBusy.DEFAULT) ? annotation.whenBusy() : this.whenBusy;
	}

	private String name(HeldFileLock annotation, Method method) {
		String name = resolve(annotation.value(), "name", method);
		if (!StringUtils.hasText(name)) {
			throw new LockDefinitionException("The lock on " + LockOperation.describe(method) + " has no name.",
					"Give it one, as in @HeldFileLock(\"catalog\"); methods with the same name exclude each other.",
					null);
		}
		return name;
	}

	private @Nullable Duration waitTime(HeldFileLock annotation, Method method) {
		if (!StringUtils.hasText(annotation.waitTime())) {
			return null;
		}
		String text = resolve(annotation.waitTime(), "wait time", method);
		Duration time;
		try {
			time = DurationStyle.detectAndParse(text);
		}
		catch (IllegalArgumentException ex) {
			throw noDuration(text, method, ex);
		}
		if (time.isNegative()) {
			throw noDuration(text, method, null);
		}
		return time;
	}

	private String resolve(String text, String what, Method method) {
		String resolved;
		try {
			resolved = this.beanFactory.resolveEmbeddedValue(text);
		}
		catch (IllegalArgumentException ex) {
			throw unresolved(text, what, method, ex);
		}
		if (resolved != null && resolved.contains("${")) {
			throw unresolved(text, what, method, null);
		}
		return (resolved != null) ? resolved : "";
	}

	private static LockDefinitionException unresolved(String text, String what, Method method,
			@Nullable IllegalArgumentException cause) {
		return new LockDefinitionException(
				"The " + what + " '" + text + "' of the lock on " + LockOperation.describe(method)
						+ " has a placeholder that no property resolves.",
				"Set the property, or give a default after a colon, as in ${catalog.lock:catalog}.", cause);
	}

	private static LockDefinitionException noDuration(String text, Method method,
			@Nullable IllegalArgumentException cause) {
		return new LockDefinitionException(
				"The wait time '" + text + "' of the lock on " + LockOperation.describe(method)
						+ " is not a time to wait.",
				"Write a duration such as 500ms, 10s or PT10S, or 0 to try once.", cause);
	}

}

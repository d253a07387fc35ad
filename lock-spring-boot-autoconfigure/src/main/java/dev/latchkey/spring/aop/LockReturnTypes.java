package dev.latchkey.spring.aop;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;

import org.springframework.core.Nullness;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/**
 * Refuses methods whose return type the lock would not do justice to.
 */
final class LockReturnTypes {

	private static final Set<Class<?>> ASYNCHRONOUS = Set.of(Future.class, CompletionStage.class, Flow.Publisher.class);

	private LockReturnTypes() {
	}

	/**
	 * Check that the work of a method is done when it returns.
	 * @param method the method
	 * @throws LockDefinitionException if it is not
	 */
	static void requireSynchronous(Method method) {
		if (isAsynchronous(method.getReturnType())) {
			throw refused(method, "returns " + method.getReturnType().getTypeName());
		}
		Class<?>[] parameters = method.getParameterTypes();
		if (parameters.length > 0
				&& parameters[parameters.length - 1].getName().equals("kotlin.coroutines.Continuation")) {
			throw refused(method, "is a suspending function");
		}
	}

	private static LockDefinitionException refused(Method method, String what) {
		return new LockDefinitionException(
				"The locked method " + LockOperation.describe(method) + " " + what
						+ ", so its lock would be released before its work is done.",
				"Lock a method that returns when the work is done, and call that one from the asynchronous code.",
				null);
	}

	private static boolean isAsynchronous(Class<?> type) {
		return ASYNCHRONOUS.stream().anyMatch((known) -> known.isAssignableFrom(type))
				|| ClassUtils.getAllInterfacesForClassAsSet(type)
					.stream()
					.anyMatch((known) -> known.getName().equals("org.reactivestreams.Publisher"))
				|| ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null;
	}

	/**
	 * Check that a call of a method may return nothing.
	 * @param method the method
	 * @throws LockDefinitionException if it must return something
	 */
	static void requireSkippable(Method method) {
		Class<?> type = method.getReturnType();
		if (type == void.class || type == Optional.class) {
			return;
		}
		if (type.isPrimitive() || Nullness.forMethodReturnType(method) == Nullness.NON_NULL) {
			throw new LockDefinitionException(
					"The locked method " + LockOperation.describe(method)
							+ " must return a value, so it cannot be skipped when its lock is busy.",
					"Let it return void, Optional or something nullable, or choose another whenBusy.", null);
		}
	}

}

package dev.latchkey.spring.aop;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;

import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/**
 * When the work of a method is done, by its return type.
 */
enum MethodShape {

	/** When it returns. */
	PLAIN,

	/** When the stage that it returns completes. */
	STAGE,

	/** When what it returns has been subscribed to, and ends. */
	MONO,

	/** As {@link #MONO}, for many values. */
	FLUX;

	private static final Set<Class<?>> ASYNCHRONOUS = Set.of(Future.class, CompletionStage.class, Flow.Publisher.class);

	/**
	 * Find the shape of a method.
	 * @param method the method
	 * @return the shape
	 * @throws LockDefinitionException if nobody could tell when its work is done
	 */
	static MethodShape of(Method method) {
		Class<?>[] parameters = method.getParameterTypes();
		if (parameters.length > 0
				&& parameters[parameters.length - 1].getName().equals("kotlin.coroutines.Continuation")) {
			throw refused(method, "is a suspending function");
		}
		Class<?> type = method.getReturnType();
		if (type == CompletionStage.class || type == CompletableFuture.class) {
			return STAGE;
		}
		return switch (type.getName()) {
			case "reactor.core.publisher.Mono" -> MONO;
			case "reactor.core.publisher.Flux" -> FLUX;
			default -> {
				if (isAsynchronous(type)) {
					throw refused(method, "returns " + type.getTypeName());
				}
				yield PLAIN;
			}
		};
	}

	private static LockDefinitionException refused(Method method, String what) {
		return new LockDefinitionException(
				"The locked method " + LockOperation.describe(method) + " " + what
						+ ", so its lock would be released before its work is done.",
				"Let it return a CompletionStage, a Mono or a Flux, or lock a method that returns when the work is "
						+ "done, and call that one from the asynchronous code.",
				null);
	}

	private static boolean isAsynchronous(Class<?> type) {
		return ASYNCHRONOUS.stream().anyMatch((known) -> known.isAssignableFrom(type))
				|| ClassUtils.getAllInterfacesForClassAsSet(type)
					.stream()
					.anyMatch((known) -> known.getName().equals("org.reactivestreams.Publisher"))
				|| ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null;
	}

}

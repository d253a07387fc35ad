package dev.latchkey.spring.aop;

import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

import dev.latchkey.LatchkeyException;

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
	FLUX,

	/** When the asynchronous result of the web request ends. */
	REQUEST;

	/**
	 * Find the shape of a method.
	 * @param method the method
	 * @param beanClass the class of the bean
	 * @return the shape
	 * @throws LockDefinitionException if nobody could tell when its work is done
	 */
	static MethodShape of(Method method, Class<?> beanClass) {
		Class<?>[] parameters = method.getParameterTypes();
		if (parameters.length > 0
				&& parameters[parameters.length - 1].getName().equals("kotlin.coroutines.Continuation")) {
			throw refused(method, "is a suspending function", LaterWork.ASYNCHRONOUS);
		}
		ResolvableType returned = ResolvableType.forMethodReturnType(method, beanClass);
		Class<?> type = returned.toClass();
		if (type == CompletionStage.class || type == CompletableFuture.class) {
			return STAGE;
		}
		if (LaterWork.isOfRequest(returned)) {
			return REQUEST;
		}
		return switch (type.getName()) {
			case "reactor.core.publisher.Mono" -> MONO;
			case "reactor.core.publisher.Flux" -> FLUX;
			default -> {
				LaterWork later = LaterWork.find(returned);
				if (later != null) {
					throw refused(method, "returns " + returned, later);
				}
				yield PLAIN;
			}
		};
	}

	/**
	 * Check what a {@link #PLAIN} method has returned, for types that do not say enough.
	 * @throws LatchkeyException if its work is not done
	 */
	static void requireDone(Method method, @Nullable Object returned) {
		Object content = LaterWork.content(returned);
		LaterWork later = LaterWork.find(content, method.getReturnType());
		if (later != null) {
			throw new LatchkeyException("The locked method " + LockOperation.describe(method) + " returned a "
					+ ClassUtils.getDescriptiveType(content) + ", so its lock is released before its work is done. "
					+ later.remedy());
		}
	}

	private static LockDefinitionException refused(Method method, String what, LaterWork later) {
		return new LockDefinitionException("The locked method " + LockOperation.describe(method) + " " + what
				+ ", so its lock would be released before its work is done.", later.remedy(), null);
	}

}

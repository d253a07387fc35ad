package dev.latchkey.spring.aop;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

import dev.latchkey.spring.LockRequest;

/**
 * What one annotation of a method asks for, checked and ready for each call.
 *
 * @param requests makes the request of a call
 * @param fallback what is called if the lock stayed busy, or {@code null}
 */
record LockOperation(Requests requests, @Nullable FallbackMethod fallback) {

	/**
	 * Describe a method in a message.
	 * @param method the method
	 * @return its class, name and parameter types
	 */
	static String describe(Method method) {
		return ClassUtils.getQualifiedMethodName(method);
	}

	/** Makes the request of a call of its arguments. */
	interface Requests {

		LockRequest of(@Nullable Object[] arguments);

	}

}

package dev.latchkey.spring.aop;

import java.lang.reflect.Method;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

import dev.latchkey.spring.LockRequest;

/**
 * What the annotation of a method asks for, checked and ready for each call.
 *
 * @param request the request, without the key
 * @param key makes the key, or {@code null} if there is one lock for all calls
 * @param returnsOptional whether nothing is {@link Optional#empty()}
 * @param declaresInterruption whether callers expect an {@link InterruptedException}
 */
record LockOperation(LockRequest request, @Nullable LockKeyExpression key, boolean returnsOptional,
		boolean declaresInterruption) {

	/**
	 * Describe a method in a message.
	 * @param method the method
	 * @return its class, name and parameter types
	 */
	static String describe(Method method) {
		return ClassUtils.getQualifiedMethodName(method);
	}

	LockRequest request(@Nullable Object[] arguments) {
		return (this.key != null) ? this.request.key(this.key.evaluate(arguments)) : this.request;
	}

	/** What a call returns that was skipped. */
	@Nullable Object nothing() {
		return this.returnsOptional ? Optional.empty() : null;
	}

}

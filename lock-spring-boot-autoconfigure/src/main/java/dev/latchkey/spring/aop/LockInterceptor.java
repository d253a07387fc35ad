package dev.latchkey.spring.aop;

import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

import dev.latchkey.spring.LockEngine;

/**
 * Runs a method inside the sections of its locks.
 */
final class LockInterceptor implements MethodInterceptor {

	private final SingletonSupplier<LockedMethodCache> operations;

	private final SingletonSupplier<LockEngine> engine;

	LockInterceptor(Supplier<LockedMethodCache> operations, Supplier<LockEngine> engine) {
		this.operations = SingletonSupplier.of(operations);
		this.engine = SingletonSupplier.of(engine);
	}

	void prepare() {
		LockedMethodCache unusedOperations = this.operations.obtain();
		LockEngine unusedEngine = this.engine.obtain();
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = invocation.getThis();
		Class<?> beanClass = (target != null) ? target.getClass() : invocation.getMethod().getDeclaringClass();
		LockedMethod method = this.operations.obtain().find(invocation.getMethod(), beanClass);
		if (method == null) {
			return invocation.proceed();
		}
		LockEngine engine = this.engine.obtain();
		return switch (method.shape()) {
			case PLAIN -> new PlainCall(engine, method, invocation).run();
			case STAGE -> new StageCall(engine, method, invocation).run();
			case MONO -> new ReactiveCall(engine, method, invocation).mono();
			case FLUX -> new ReactiveCall(engine, method, invocation).flux();
			case REQUEST -> new RequestCall(engine, method, invocation).run();
		};
	}

}

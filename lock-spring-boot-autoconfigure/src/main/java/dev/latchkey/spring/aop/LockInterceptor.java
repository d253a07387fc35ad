package dev.latchkey.spring.aop;

import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

import dev.latchkey.spring.LockExecutor;

/**
 * Runs a method in the scopes of its locks.
 */
final class LockInterceptor implements MethodInterceptor {

	private final SingletonSupplier<LockedMethodCache> operations;

	private final SingletonSupplier<LockExecutor> executor;

	LockInterceptor(Supplier<LockedMethodCache> operations, Supplier<LockExecutor> executor) {
		this.operations = SingletonSupplier.of(operations);
		this.executor = SingletonSupplier.of(executor);
	}

	void prepare() {
		LockedMethodCache unusedOperations = this.operations.obtain();
		LockExecutor unusedExecutor = this.executor.obtain();
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = invocation.getThis();
		Class<?> beanClass = (target != null) ? target.getClass() : invocation.getMethod().getDeclaringClass();
		LockedMethod method = this.operations.obtain().find(invocation.getMethod(), beanClass);
		if (method == null) {
			return invocation.proceed();
		}
		LockExecutor executor = this.executor.obtain();
		return switch (method.shape()) {
			case PLAIN -> new PlainCall(executor, method, invocation).run(0);
			case STAGE -> new StageCall(executor, method, invocation).run();
			case MONO -> new ReactiveCall(executor, method, invocation).mono();
			case FLUX -> new ReactiveCall(executor, method, invocation).flux();
			case REQUEST -> new RequestCall(executor, method, invocation).run();
		};
	}

}

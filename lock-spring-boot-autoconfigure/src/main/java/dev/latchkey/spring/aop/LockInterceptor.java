package dev.latchkey.spring.aop;

import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

import dev.latchkey.spring.LockEngine;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.LockSection;

/**
 * Runs a method inside the section of its lock.
 */
final class HeldFileLockInterceptor implements MethodInterceptor {

	private final SingletonSupplier<LockOperations> operations;

	private final SingletonSupplier<LockEngine> engine;

	HeldFileLockInterceptor(Supplier<LockOperations> operations, Supplier<LockEngine> engine) {
		this.operations = SingletonSupplier.of(operations);
		this.engine = SingletonSupplier.of(engine);
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = invocation.getThis();
		Class<?> beanClass = (target != null) ? target.getClass() : invocation.getMethod().getDeclaringClass();
		LockOperation operation = this.operations.obtain().find(invocation.getMethod(), beanClass);
		if (operation == null) {
			return invocation.proceed();
		}
		try (LockSection section = enter(operation, operation.request(invocation.getArguments()))) {
			return section.isSkipped() ? operation.nothing() : invocation.proceed();
		}
	}

	private LockSection enter(LockOperation operation, LockRequest request) throws InterruptedException {
		LockEngine engine = this.engine.obtain();
		return operation.declaresInterruption() ? engine.enter(request) : engine.enterUnchecked(request);
	}

}

/*
 * Copyright 2026 the Latchkey authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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
			case PLAIN -> new PlainCall(executor, method.inForce(invocation.getArguments()), invocation).run(0);
			case STAGE -> new StageCall(executor, method, invocation).run();
			case MONO -> new ReactiveCall(executor, method, invocation).mono();
			case FLUX -> new ReactiveCall(executor, method, invocation).flux();
			case REQUEST -> new RequestCall(executor, method.inForce(invocation.getArguments()), invocation).run();
		};
	}

}

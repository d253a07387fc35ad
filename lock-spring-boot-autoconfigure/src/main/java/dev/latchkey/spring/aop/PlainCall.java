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

import java.util.Optional;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import dev.latchkey.spring.LockExecutor;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.LockScope;

/**
 * A call whose work is done when it returns.
 */
record PlainCall(LockExecutor executor, LockedMethod method, MethodInvocation invocation) {

	/**
	 * Runs the method in the scopes of its locks.
	 * @param depth how many of them have been entered
	 */
	@Nullable Object run(int depth) throws Throwable {
		if (depth == this.method.operations().size()) {
			Object returned = this.invocation.proceed();
			this.method.requireDone(returned);
			return returned;
		}
		LockOperation operation = this.method.operations().get(depth);
		LockRequest request = operation.requests().apply(this.invocation.getArguments());
		LockScope entered;
		try {
			entered = this.executor.enter(request);
		}
		catch (InterruptedException ex) {
			throw this.method.declaresInterruption() ? ex : LockExecutor.interrupted(request, ex);
		}
		try (LockScope scope = entered) {
			if (scope.isSkipped()) {
				return this.method.returnsOptional() ? Optional.empty() : null;
			}
			if (scope.isFallback() && operation.fallback() != null) {
				return operation.fallback().call(this.invocation);
			}
			return run(depth + 1);
		}
	}

}

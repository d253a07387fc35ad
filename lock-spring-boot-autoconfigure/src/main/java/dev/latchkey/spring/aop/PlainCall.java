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
	 * Run the method in the scopes of its locks.
	 * @param depth how many of them have been entered
	 */
	@Nullable Object run(int depth) throws Throwable {
		if (depth == this.method.operations().size()) {
			Object returned = this.invocation.proceed();
			this.method.results().requireDone(returned);
			return returned;
		}
		LockOperation operation = this.method.operations().get(depth);
		LockRequest request = operation.requests().of(this.invocation.getArguments());
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

package dev.latchkey.spring.aop;

import java.util.Optional;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import dev.latchkey.spring.LockExecutor;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.LockSection;

/**
 * A call whose work is done when it returns.
 */
record PlainCall(LockExecutor executor, LockedMethod method, MethodInvocation invocation) {

	@Nullable Object run() throws Throwable {
		return run(0);
	}

	private @Nullable Object run(int depth) throws Throwable {
		if (depth == this.method.operations().size()) {
			Object returned = this.invocation.proceed();
			this.method.results().requireDone(returned);
			return returned;
		}
		LockOperation operation = this.method.operations().get(depth);
		try (LockSection section = enter(operation.requests().of(this.invocation.getArguments()))) {
			if (section.isSkipped()) {
				return this.method.returnsOptional() ? Optional.empty() : null;
			}
			if (section.isFallback() && operation.fallback() != null) {
				return operation.fallback().call(this.invocation);
			}
			return run(depth + 1);
		}
	}

	private LockSection enter(LockRequest request) throws InterruptedException {
		return this.method.declaresInterruption() ? this.executor.enter(request)
				: this.executor.enterUnchecked(request);
	}

}

package dev.latchkey.spring.aop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import dev.latchkey.LatchkeyException;
import dev.latchkey.spring.LockEngine;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.LockTemplate;

/**
 * A call whose work is done when the stage that it returns completes.
 */
final class StageCall {

	private final LockTemplate template;

	private final LockedMethod method;

	private final MethodInvocation invocation;

	StageCall(LockEngine engine, LockedMethod method, MethodInvocation invocation) {
		this.template = new LockTemplate(engine);
		this.method = method;
		this.invocation = invocation;
	}

	CompletionStage<@Nullable Object> run() throws Throwable {
		CompletionStage<@Nullable Object> stage = run(0);
		return (stage != null) ? stage : CompletableFuture.completedFuture(null);
	}

	private @Nullable CompletionStage<@Nullable Object> run(int depth) throws Throwable {
		if (depth == this.method.operations().size()) {
			return stage(this.invocation.proceed());
		}
		LockOperation operation = this.method.operations().get(depth);
		LockRequest request;
		try {
			request = operation.requests().of(this.invocation.getArguments());
		}
		catch (LatchkeyException ex) {
			return CompletableFuture.failedFuture(ex);
		}
		FallbackMethod fallback = operation.fallback();
		if (fallback == null) {
			return this.template.executeAsync(request, () -> run(depth + 1));
		}
		return this.template.executeAsync(request, () -> run(depth + 1), () -> stage(fallback.call(this.invocation)));
	}

	@SuppressWarnings("unchecked")
	private static @Nullable CompletionStage<@Nullable Object> stage(@Nullable Object returned) {
		return (CompletionStage<@Nullable Object>) returned;
	}

}

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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import dev.latchkey.LatchkeyException;
import dev.latchkey.spring.LockExecutor;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.LockTemplate;

/**
 * A call whose work is done when the stage that it returns completes.
 */
final class StageCall {

	private final LockTemplate template;

	private final LockedMethod method;

	private final MethodInvocation invocation;

	StageCall(LockExecutor executor, LockedMethod method, MethodInvocation invocation) {
		this.template = new LockTemplate(executor);
		this.method = method;
		this.invocation = invocation;
	}

	CompletionStage<@Nullable Object> run() throws Throwable {
		LockedMethod locked;
		try {
			locked = this.method.inForce(this.invocation.getArguments());
		}
		catch (LatchkeyException ex) {
			return CompletableFuture.failedFuture(ex);
		}
		CompletionStage<@Nullable Object> stage = run(locked, 0);
		return (stage != null) ? stage : CompletableFuture.completedFuture(null);
	}

	private @Nullable CompletionStage<@Nullable Object> run(LockedMethod locked, int depth) throws Throwable {
		if (depth == locked.operations().size()) {
			CompletionStage<@Nullable Object> stage = stage(this.invocation.proceed());
			return (stage != null && locked.isResultChecked()) ? checked(stage) : stage;
		}
		LockOperation operation = locked.operations().get(depth);
		LockRequest request;
		try {
			request = operation.requests().apply(this.invocation.getArguments());
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
		FallbackMethod fallback = operation.fallback();
		if (fallback == null) {
			return this.template.executeAsync(request, () -> run(locked, depth + 1));
		}
		return this.template.executeAsync(request, () -> run(locked, depth + 1),
				() -> stage(fallback.call(this.invocation)));
	}

	/** Cancelling what callers see must cancel the stage of the method. */
	private CompletionStage<@Nullable Object> checked(CompletionStage<@Nullable Object> stage) {
		CompletableFuture<@Nullable Object> checked = new CompletableFuture<>();
		CompletionStage<@Nullable Object> unusedStage = stage.whenComplete((value, failure) -> {
			if (failure != null) {
				checked.completeExceptionally(failure);
				return;
			}
			try {
				this.method.requireDone(value);
				checked.complete(value);
			}
			catch (RuntimeException ex) {
				checked.completeExceptionally(ex);
			}
		});
		CompletionStage<@Nullable Object> unusedChecked = checked.whenComplete((value, failure) -> {
			if (checked.isCancelled() && stage instanceof CompletableFuture<?> work) {
				// That of a minimal stage is a copy, which may be cancelled.
				work.toCompletableFuture().cancel(true);
			}
		});
		return checked;
	}

	@SuppressWarnings("unchecked")
	private static @Nullable CompletionStage<@Nullable Object> stage(@Nullable Object returned) {
		return (CompletionStage<@Nullable Object>) returned;
	}

}

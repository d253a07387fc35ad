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
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.DeferredResultProcessingInterceptor;
import org.springframework.web.context.request.async.WebAsyncManager;
import org.springframework.web.context.request.async.WebAsyncUtils;

import dev.latchkey.LatchkeyException;
import dev.latchkey.spring.LockExecutor;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.LockTemplate;

/**
 * A call whose work is done when the asynchronous result of the web request ends. An
 * interceptor of the request sees that, because a result has room for one callback of
 * each kind, and that is the application's.
 */
final class RequestCall {

	private final LockTemplate template;

	private final LockedMethod method;

	private final MethodInvocation invocation;

	private final CompletableFuture<@Nullable Object> end = new CompletableFuture<>();

	private @Nullable Object returned;

	RequestCall(LockExecutor executor, LockedMethod method, MethodInvocation invocation) {
		this.template = new LockTemplate(executor);
		this.method = method;
		this.invocation = invocation;
	}

	@Nullable Object run() throws Throwable {
		if (this.method.operations().isEmpty()) {
			return this.invocation.proceed();
		}
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		if (request == null || !(request.getAttribute(WebAsyncUtils.WEB_ASYNC_MANAGER_ATTRIBUTE,
				RequestAttributes.SCOPE_REQUEST) instanceof WebAsyncManager manager)) {
			throw new LatchkeyException(
					"The locked method " + LockOperation.describe(this.method.method())
							+ " was called outside of a web request, and only there the end of its result is known.",
					"Call it in the thread of the request, or let it return a CompletableFuture.", null);
		}
		CompletionStage<@Nullable Object> released = run(0);
		CompletableFuture<@Nullable Object> future = released.toCompletableFuture();
		if (future.isCompletedExceptionally()) {
			throw failure(future);
		}
		if (!future.isDone()) {
			follow(request, manager, future);
		}
		return this.returned;
	}

	private CompletionStage<@Nullable Object> run(int depth) throws Throwable {
		if (depth == this.method.operations().size()) {
			this.returned = this.invocation.proceed();
			return (this.returned != null) ? this.end : CompletableFuture.completedFuture(null);
		}
		LockOperation operation = this.method.operations().get(depth);
		LockRequest request = operation.requests().apply(this.invocation.getArguments());
		FallbackMethod fallback = operation.fallback();
		if (fallback == null) {
			return this.template.executeAsync(request, () -> run(depth + 1));
		}
		return this.template.executeAsync(request, () -> run(depth + 1), () -> {
			this.returned = fallback.call(this.invocation);
			return CompletableFuture.completedFuture(null);
		});
	}

	private void follow(RequestAttributes request, WebAsyncManager manager, CompletableFuture<?> released) {
		manager.registerDeferredResultInterceptor(this, new EndOfResult(released));
		request.registerDestructionCallback(getClass().getName() + "@" + System.identityHashCode(this), () -> {
			if (!manager.isConcurrentHandlingStarted()) {
				this.end.complete(null);
			}
		}, RequestAttributes.SCOPE_REQUEST);
	}

	private static Throwable failure(CompletableFuture<?> future) {
		return future
			.handle((value, failure) -> (failure instanceof CompletionException) ? failure.getCause() : failure)
			.join();
	}

	/**
	 * Releases the lock before the result goes on to the response, which then reports a
	 * lost lock, and in any case when the request ends.
	 */
	private final class EndOfResult implements DeferredResultProcessingInterceptor {

		private final CompletableFuture<?> released;

		EndOfResult(CompletableFuture<?> released) {
			this.released = released;
		}

		@Override
		public <T> void postProcess(NativeWebRequest request, DeferredResult<T> result, @Nullable Object value)
				throws Exception {
			RequestCall.this.end.complete(null);
			if (this.released.isCompletedExceptionally() && failure(this.released) instanceof Exception lost) {
				throw lost;
			}
			RequestCall.this.method.requireDone(value);
		}

		@Override
		public <T> void afterCompletion(NativeWebRequest request, DeferredResult<T> result) {
			RequestCall.this.end.complete(null);
		}

	}

}

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

package dev.latchkey.spring;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockFileException;
import dev.latchkey.LockInspection;
import dev.latchkey.spring.annotation.WhenBusy;

/**
 * Runs code under a lock, as {@link dev.latchkey.spring.annotation.HeldFileLock} does for
 * methods. What the code throws is passed on as it is.
 *
 * <p>
 * Code that asks for a lock which its thread holds already joins it, unless the lock is
 * that of a pack. A lock that is acquired in a transaction is held until that has
 * completed, unless the request is set differently.
 *
 * @since 0.1
 */
public final class LockTemplate implements LockOperations {

	private final LockExecutor executor;

	/**
	 * Creates a template.
	 * @param executor the executor
	 */
	public LockTemplate(LockExecutor executor) {
		this.executor = executor;
	}

	@Override
	@CanIgnoreReturnValue
	public <T, E extends Throwable> @Nullable T execute(LockRequest request, Supplier<T, E> body) throws E {
		requireNoFallback(request);
		try (LockScope scope = this.executor.enterUnchecked(request)) {
			return scope.isSkipped() ? null : body.get();
		}
	}

	@Override
	@CanIgnoreReturnValue
	public <T, E extends Throwable> @Nullable T execute(LockRequest request, Supplier<T, E> body,
			Supplier<T, E> fallback) throws E {
		try (LockScope scope = this.executor.enterUnchecked(request.whenBusy(WhenBusy.FALLBACK))) {
			return scope.isFallback() ? fallback.get() : body.get();
		}
	}

	@Override
	@CanIgnoreReturnValue
	public <E extends Throwable> boolean executeWithoutResult(LockRequest request, Action<E> body) throws E {
		requireNoFallback(request);
		try (LockScope scope = this.executor.enterUnchecked(request)) {
			if (scope.isSkipped()) {
				return false;
			}
			body.run();
			return true;
		}
	}

	@Override
	@CanIgnoreReturnValue
	public <T extends @Nullable Object, E extends Throwable> CompletableFuture<T> executeAsync(LockRequest request,
			Supplier<? extends CompletionStage<T>, E> body) throws E {
		requireNoFallback(request);
		return start(request, body, body);
	}

	@Override
	@CanIgnoreReturnValue
	public <T extends @Nullable Object, E extends Throwable> CompletableFuture<T> executeAsync(LockRequest request,
			Supplier<? extends CompletionStage<T>, E> body, Supplier<? extends CompletionStage<T>, E> fallback)
			throws E {
		return start(request.whenBusy(WhenBusy.FALLBACK), body, fallback);
	}

	/**
	 * Inspects the lock that a request names, without acquiring it. Nothing is changed,
	 * and no file is created. The wait time of the request, and its policy for a busy
	 * lock, have no meaning here. With {@code latchkey.enabled=false} annotations and
	 * templates hold nothing, so no inspection finds them.
	 * @param request which lock
	 * @return what was found at a moment during this call. It may be different when this
	 * returns: code that must not run twice belongs under the lock, not after an
	 * inspection
	 * @throws UnsupportedOperationException if the lock is in a lock registry, which does
	 * not report whether a lock is held
	 * @throws LatchkeyException if the backend has no such locks
	 * @throws LockFileException if the system refuses to read the lock's file
	 */
	public LockInspection inspect(LockRequest request) {
		return this.executor.inspect(request);
	}

	/**
	 * Returns whether the lock that a request names is held, by whichever process, this
	 * one and the calling thread included.
	 * @param request which lock
	 * @return whether a living process holds the lock, acquires it, or may hold it, at a
	 * moment during this call, as of {@link LockInspection#isHeld()}
	 * @throws UnsupportedOperationException as {@link #inspect} does
	 */
	public boolean isHeld(LockRequest request) {
		return inspect(request).isHeld();
	}

	private <T extends @Nullable Object, E extends Throwable> CompletableFuture<T> start(LockRequest request,
			Supplier<? extends CompletionStage<T>, E> body, Supplier<? extends CompletionStage<T>, E> fallback)
			throws E {
		LockScope scope;
		try {
			scope = this.executor.enterToHandOver(request);
		}
		catch (LatchkeyException ex) {
			return CompletableFuture.failedFuture(ex);
		}
		CompletionStage<T> stage = begin(scope, scope.isFallback() ? fallback : body);
		return LockedFuture.of(stage, scope);
	}

	private static <T extends @Nullable Object, E extends Throwable> CompletionStage<T> begin(LockScope scope,
			Supplier<? extends CompletionStage<T>, E> body) throws E {
		try {
			CompletionStage<T> stage = scope.isSkipped() ? null : body.get();
			scope.handOver();
			return (stage != null) ? stage : CompletableFuture.completedStage(null);
		}
		catch (Throwable ex) {
			scope.closeAfter(ex);
			throw ex;
		}
	}

	private static void requireNoFallback(LockRequest request) {
		Assert.isTrue(request.whenBusy() != WhenBusy.FALLBACK, () -> "The request for '" + request.ref()
				+ "' is to fall back, and there is no fallback; pass one as the third argument");
	}

}

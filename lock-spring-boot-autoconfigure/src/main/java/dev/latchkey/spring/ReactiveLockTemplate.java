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

import java.util.function.Supplier;

import org.springframework.util.Assert;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.latchkey.LockHold;
import dev.latchkey.LockLostException;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.spring.annotation.WhenBusy;

/**
 * Runs publishers under a lock, from subscription to end or cancellation. Whoever
 * subscribes is not blocked: another thread waits for the lock, and subscribes to the
 * guarded publisher when it has it. Each subscription acquires the lock for itself.
 *
 * <p>
 * A publisher that asks for a lock which its subscription holds already joins it, unless
 * the lock is that of a pack. A subscription that is made by a thread in a scope belongs
 * to that scope. A lock that is acquired in a reactive transaction is held until that has
 * completed, unless the request is set differently.
 *
 * @since 0.1
 */
public final class ReactiveLockTemplate {

	private final LockExecutor executor;

	/**
	 * Creates a template.
	 * @param executor the executor
	 */
	public ReactiveLockTemplate(LockExecutor executor) {
		this.executor = executor;
	}

	/**
	 * Runs a publisher of at most one value.
	 * @param <T> the value
	 * @param request which lock, and how much it is wanted
	 * @param body makes the publisher, once for each subscription, under the lock
	 * @return what the publisher gives, once the lock is released; empty if it was
	 * skipped. Fails with {@link LockTimeoutException} if the lock was busy and the
	 * request is to throw, and with {@link LockLostException} if the lock was lost
	 * @throws IllegalArgumentException if the request is to fall back: that takes a
	 * publisher to fall back to
	 */
	public <T> Mono<T> execute(LockRequest request, Supplier<? extends Mono<T>> body) {
		requireNoFallback(request);
		return run(request, body, body);
	}

	/**
	 * Runs a publisher of at most one value, or another one if the lock stayed busy.
	 * @param <T> the value
	 * @param request the lock; its policy for a busy lock is ignored
	 * @param body makes the publisher, once for each subscription, under the lock
	 * @param fallback makes the other one
	 * @return what the one or the other gives
	 */
	public <T> Mono<T> execute(LockRequest request, Supplier<? extends Mono<T>> body,
			Supplier<? extends Mono<T>> fallback) {
		return run(request.whenBusy(WhenBusy.FALLBACK), body, fallback);
	}

	private <T> Mono<T> run(LockRequest request, Supplier<? extends Mono<T>> body,
			Supplier<? extends Mono<T>> fallback) {
		return Mono
			.usingWhen(SubscribedScope.enter(this.executor, request),
					(scope) -> SubscribedScope.run(scope, scope.isFallback() ? fallback : body), SubscribedScope::end,
					SubscribedScope::endAfter, SubscribedScope::end)
			.onErrorMap(SubscribedScope::unwrapped);
	}

	/**
	 * Runs a publisher of many values.
	 * @param <T> the values
	 * @param request which lock, and how much it is wanted
	 * @param body makes the publisher, once for each subscription, under the lock
	 * @return what the publisher gives; ends when the lock is released, as of
	 * {@link #execute(LockRequest, Supplier)}
	 * @throws IllegalArgumentException if the request is to fall back
	 */
	public <T> Flux<T> executeMany(LockRequest request, Supplier<? extends Flux<T>> body) {
		requireNoFallback(request);
		return runMany(request, body, body);
	}

	/**
	 * Runs a publisher of many values, or another one if the lock stayed busy.
	 * @param <T> the values
	 * @param request the lock; its policy for a busy lock is ignored
	 * @param body makes the publisher, once for each subscription, under the lock
	 * @param fallback makes the other one
	 * @return what the one or the other gives
	 */
	public <T> Flux<T> executeMany(LockRequest request, Supplier<? extends Flux<T>> body,
			Supplier<? extends Flux<T>> fallback) {
		return runMany(request.whenBusy(WhenBusy.FALLBACK), body, fallback);
	}

	private <T> Flux<T> runMany(LockRequest request, Supplier<? extends Flux<T>> body,
			Supplier<? extends Flux<T>> fallback) {
		return Flux
			.usingWhen(SubscribedScope.enter(this.executor, request),
					(scope) -> SubscribedScope.runMany(scope, scope.isFallback() ? fallback : body),
					SubscribedScope::end, SubscribedScope::endAfter, SubscribedScope::end)
			.onErrorMap(SubscribedScope::unwrapped);
	}

	/**
	 * Returns the hold of the innermost scope that a subscription is in, as
	 * {@link LockContext#current()} does for a thread.
	 * @return the hold; empty outside of all scopes, and in one that runs unlocked
	 */
	public static Mono<LockHold> current() {
		return Mono.deferContextual((context) -> {
			LockScope scope = SubscribedScope.find(context);
			return Mono.justOrEmpty((scope != null) ? scope.hold() : null);
		});
	}

	private static void requireNoFallback(LockRequest request) {
		Assert.isTrue(request.whenBusy() != WhenBusy.FALLBACK, () -> "The request for '" + request.ref()
				+ "' is to fall back, and there is no fallback; pass one as the third argument");
	}

}

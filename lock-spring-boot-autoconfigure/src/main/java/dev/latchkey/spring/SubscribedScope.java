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

import java.io.Serial;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import dev.latchkey.LockTimeoutException;

/**
 * The scope of a subscription: begun when the lock is had, on the thread that waited for
 * it, and known to all that belongs to the subscription by its context.
 */
final class SubscribedScope {

	private static final Object KEY = SubscribedScope.class;

	private final LockExecutor executor;

	private final LockRequest request;

	private final @Nullable LockScope outer;

	private final CallerTransaction transaction;

	private final long begun = System.nanoTime();

	private SubscribedScope(LockExecutor executor, LockRequest request, @Nullable LockScope outer,
			CallerTransaction transaction) {
		this.executor = executor;
		this.request = request;
		this.outer = outer;
		this.transaction = transaction;
	}

	/**
	 * Enters a scope, without blocking the subscribing thread.
	 * @return the scope; cancelling ends the wait
	 */
	static Mono<LockScope> enter(LockExecutor executor, LockRequest request) {
		return transaction().flatMap((transaction) -> Mono.<LockScope>create((sink) -> {
			LockScope outer = find(sink.contextView());
			new SubscribedScope(executor, request, (outer != null) ? outer : LockContext.innermost(), transaction)
				.enter(sink);
		}).map((scope) -> executor.kept(request, scope, transaction)));
	}

	private static Mono<CallerTransaction> transaction() {
		return CallerTransaction.PRESENT ? SubscribedTransaction.current() : Mono.just(CallerTransaction.NONE);
	}

	/** Finds the scope of a subscription, unless it has ended. */
	static @Nullable LockScope find(ContextView context) {
		return LockScope.open(context.<@Nullable LockScope>getOrDefault(KEY, null));
	}

	private void enter(MonoSink<LockScope> sink) {
		LockScope joined = this.executor.join(this.request, this.outer);
		if (joined != null) {
			sink.success(joined);
			return;
		}
		Disposable.Swap wait = Disposables.swap();
		sink.onCancel(wait);
		CountedHold kept = findKept();
		if (kept != null) {
			enterKept(kept, wait, sink);
		}
		else {
			acquire(wait, sink);
		}
	}

	/** What is subscribed to in a transaction of a thread must not wait for its locks. */
	private @Nullable CountedHold findKept() {
		CountedHold kept = this.executor.findKept(this.request, this.transaction);
		return (kept != null) ? kept : this.executor.findKept(this.request, CallerTransaction.ofThread());
	}

	private void enterKept(CountedHold kept, Disposable.Swap wait, MonoSink<LockScope> sink) {
		Duration time = this.executor.waitTime(this.request);
		long remaining = TimeUnit.NANOSECONDS.convert(time) - (System.nanoTime() - this.begun);
		CompletableFuture<Boolean> entry = kept.enter();
		boolean unusedUpdate = wait.update(() -> kept.abandon(entry));
		// Neither the leaving thread nor a timer goes on with what is subscribed to here.
		CompletableFuture<?> unused = entry.orTimeout(Math.max(0, remaining), TimeUnit.NANOSECONDS)
			.whenCompleteAsync((entered, problem) -> {
				if (problem == null && !entered) {
					acquire(wait, sink);
				}
				else if (!entry.isCancelled()) {
					enteredKept(kept, (problem != null) ? kept.busy(time) : null, sink);
				}
			}, Schedulers.boundedElastic()::schedule);
	}

	private void enteredKept(CountedHold kept, @Nullable LockTimeoutException timeout, MonoSink<LockScope> sink) {
		LockScope scope;
		try {
			if (timeout != null) {
				scope = this.executor.entered(this.request, this.outer, null, timeout);
			}
			else {
				kept.requireHeldByEntrant();
				scope = LockScope.locked(this.request.ref(), this.outer, kept);
			}
		}
		catch (RuntimeException ex) {
			sink.error(ex);
			return;
		}
		sink.success(scope);
	}

	/**
	 * Waits for the lock, or until the other call ends if another call of the same
	 * transaction, which keeps the lock then, has it first.
	 */
	private void acquire(Disposable.Swap wait, MonoSink<LockScope> sink) {
		CompletableFuture<LockScope> acquisition = this.executor.acquireAsync(this.request, this.outer,
				this.transaction, sink.contextView().<@Nullable Object>getOrDefault(ScopeObserver.CONTEXT_KEY, null));
		boolean unusedUpdate = wait.update(() -> LockExecutor.abandon(acquisition));
		AtomicBoolean decided = new AtomicBoolean();
		Runnable forget = this.transaction.await(() -> this.executor.file(this.request), (kept) -> {
			if (decided.compareAndSet(false, true)) {
				LockExecutor.abandon(acquisition);
				enterKept(kept, wait, sink);
			}
		});
		CompletableFuture<LockScope> unused = acquisition.whenComplete((acquired, problem) -> {
			forget.run();
			if (!acquisition.isCancelled() && decided.compareAndSet(false, true)) {
				entered(sink, acquired, problem);
			}
		});
	}

	private void entered(MonoSink<LockScope> sink, @Nullable LockScope acquired, @Nullable Throwable problem) {
		LockScope scope;
		try {
			scope = this.executor.entered(this.request, this.outer, acquired, problem);
		}
		catch (RuntimeException ex) {
			sink.error(ex);
			return;
		}
		sink.success(scope);
	}

	static <T> Mono<T> run(LockScope scope, Supplier<? extends Mono<T>> body) {
		if (scope.isSkipped()) {
			return Mono.empty();
		}
		Mono<T> inScope = Mono.defer(body).contextWrite((context) -> inside(scope, context));
		return Mono.fromDirect(within(scope, inScope));
	}

	static <T> Flux<T> runMany(LockScope scope, Supplier<? extends Flux<T>> body) {
		if (scope.isSkipped()) {
			return Flux.empty();
		}
		Flux<T> inScope = Flux.defer(body).contextWrite((context) -> inside(scope, context));
		return Flux.from(within(scope, inScope));
	}

	private static Context inside(LockScope scope, Context context) {
		Object observation = scope.observation();
		Context inside = context.put(KEY, scope);
		return (observation != null) ? inside.put(ScopeObserver.CONTEXT_KEY, observation) : inside;
	}

	/** What is called while the subscription is made is in the scope, like a method. */
	private static <T> Publisher<T> within(LockScope scope, Publisher<T> publisher) {
		return (subscriber) -> scope.within(() -> publisher.subscribe(subscriber));
	}

	static Mono<Void> end(LockScope scope) {
		return unblocked(scope, Mono.fromRunnable(() -> {
			try {
				scope.close();
			}
			catch (RuntimeException ex) {
				throw new EndFailure(ex);
			}
		}));
	}

	static Mono<Void> endAfter(LockScope scope, Throwable failure) {
		return unblocked(scope, Mono.fromRunnable(() -> scope.closeAfter(failure)));
	}

	private static Mono<Void> unblocked(LockScope scope, Mono<Void> end) {
		return scope.isAtServer() ? end.subscribeOn(Schedulers.boundedElastic()) : end;
	}

	/** Reactor puts what fails at the end into an exception of its own. */
	static Throwable unwrapped(Throwable failure) {
		return (failure.getCause() instanceof EndFailure end) ? end.problem : failure;
	}

	/** Never seen by callers. */
	private static final class EndFailure extends RuntimeException {

		@Serial
		private static final long serialVersionUID = 1L;

		private final RuntimeException problem;

		EndFailure(RuntimeException problem) {
			super(problem);
			this.problem = problem;
		}

	}

}

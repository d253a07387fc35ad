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

import dev.latchkey.LockHold;
import dev.latchkey.LockTimeoutException;

/**
 * The section of a subscription: begun when the lock is had, on the thread that waited
 * for it, and known to all that belongs to the subscription by its context.
 */
final class SubscribedSection {

	private static final Object KEY = SubscribedSection.class;

	private final LockExecutor executor;

	private final LockRequest request;

	private final @Nullable LockSection outer;

	private final CallerTransaction transaction;

	private final long begun = System.nanoTime();

	private SubscribedSection(LockExecutor executor, LockRequest request, @Nullable LockSection outer,
			CallerTransaction transaction) {
		this.executor = executor;
		this.request = request;
		this.outer = outer;
		this.transaction = transaction;
	}

	/**
	 * Enter a section, without blocking the subscribing thread.
	 * @return the section; cancelling ends the wait
	 */
	static Mono<LockSection> enter(LockExecutor executor, LockRequest request) {
		return transaction().flatMap((transaction) -> Mono.<LockSection>create((sink) -> {
			LockSection outer = find(sink.contextView());
			new SubscribedSection(executor, request, (outer != null) ? outer : LockContext.innermost(), transaction)
				.enter(sink);
		}).map((section) -> executor.kept(request, section, transaction)));
	}

	private static Mono<CallerTransaction> transaction() {
		return CallerTransaction.PRESENT ? SubscribedTransaction.current() : Mono.just(CallerTransaction.NONE);
	}

	/** Find the section of a subscription, unless it has ended. */
	static @Nullable LockSection find(ContextView context) {
		return LockSection.open(context.<@Nullable LockSection>getOrDefault(KEY, null));
	}

	private void enter(MonoSink<LockSection> sink) {
		LockSection joined = this.executor.join(this.request, this.outer);
		if (joined != null) {
			sink.success(joined);
			return;
		}
		Disposable.Swap wait = Disposables.swap();
		sink.onCancel(wait);
		SharedHold kept = findKept();
		if (kept != null) {
			enterKept(kept, wait, sink);
		}
		else {
			acquire(wait, sink);
		}
	}

	/** What is subscribed to in a transaction of a thread must not wait for its locks. */
	private @Nullable SharedHold findKept() {
		SharedHold kept = this.executor.findKept(this.request, this.transaction);
		return (kept != null) ? kept : this.executor.findKept(this.request, CallerTransaction.ofThread());
	}

	private void enterKept(SharedHold kept, Disposable.Swap wait, MonoSink<LockSection> sink) {
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

	private void enteredKept(SharedHold kept, @Nullable LockTimeoutException timeout, MonoSink<LockSection> sink) {
		LockSection section;
		try {
			if (timeout != null) {
				section = this.executor.entered(this.request, this.outer, null, timeout);
			}
			else {
				kept.requireHeldByEntrant();
				section = LockSection.locked(this.request.target(), kept, this.outer);
			}
		}
		catch (RuntimeException ex) {
			sink.error(ex);
			return;
		}
		sink.success(section);
	}

	/**
	 * Wait for the lock, or for its turn if another call of the same transaction, which
	 * keeps the lock then, has it first.
	 */
	private void acquire(Disposable.Swap wait, MonoSink<LockSection> sink) {
		CompletableFuture<? extends LockHold> acquisition = this.executor.acquireAsync(this.request, this.transaction,
				sink.contextView().<@Nullable Object>getOrDefault(SectionObserver.CONTEXT_KEY, null));
		boolean unusedUpdate = wait.update(() -> LockExecutor.abandon(acquisition));
		AtomicBoolean decided = new AtomicBoolean();
		Runnable forget = this.transaction.await(() -> this.executor.file(this.request), (kept) -> {
			if (decided.compareAndSet(false, true)) {
				LockExecutor.abandon(acquisition);
				enterKept(kept, wait, sink);
			}
		});
		CompletableFuture<? extends LockHold> unused = acquisition.whenComplete((hold, problem) -> {
			forget.run();
			if (!acquisition.isCancelled() && decided.compareAndSet(false, true)) {
				entered(sink, hold, problem);
			}
		});
	}

	private void entered(MonoSink<LockSection> sink, @Nullable LockHold hold, @Nullable Throwable problem) {
		LockSection section;
		try {
			section = this.executor.entered(this.request, this.outer, hold, problem);
		}
		catch (RuntimeException ex) {
			sink.error(ex);
			return;
		}
		sink.success(section);
	}

	static <T> Mono<T> run(LockSection section, Supplier<? extends Mono<T>> body) {
		if (section.isSkipped()) {
			return Mono.empty();
		}
		Mono<T> inSection = Mono.defer(body).contextWrite((context) -> inside(section, context));
		return Mono.fromDirect(within(section, inSection));
	}

	static <T> Flux<T> runMany(LockSection section, Supplier<? extends Flux<T>> body) {
		if (section.isSkipped()) {
			return Flux.empty();
		}
		Flux<T> inSection = Flux.defer(body).contextWrite((context) -> inside(section, context));
		return Flux.from(within(section, inSection));
	}

	private static Context inside(LockSection section, Context context) {
		Object observation = section.observation();
		Context inside = context.put(KEY, section);
		return (observation != null) ? inside.put(SectionObserver.CONTEXT_KEY, observation) : inside;
	}

	/** What is called while the subscription is made is in the section, like a method. */
	private static <T> Publisher<T> within(LockSection section, Publisher<T> publisher) {
		return (subscriber) -> section.within(() -> publisher.subscribe(subscriber));
	}

	static Mono<Void> end(LockSection section) {
		return unblocked(section, Mono.fromRunnable(() -> {
			try {
				section.close();
			}
			catch (RuntimeException ex) {
				throw new EndFailure(ex);
			}
		}));
	}

	static Mono<Void> endAfter(LockSection section, Throwable failure) {
		return unblocked(section, Mono.fromRunnable(() -> section.closeAfter(failure)));
	}

	private static Mono<Void> unblocked(LockSection section, Mono<Void> end) {
		return section.endsAtServer() ? end.subscribeOn(Schedulers.boundedElastic()) : end;
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

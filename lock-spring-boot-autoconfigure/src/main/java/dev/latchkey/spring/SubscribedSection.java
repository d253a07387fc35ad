package dev.latchkey.spring;

import java.io.Serial;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import dev.latchkey.LockHold;

/**
 * The section of a subscription: begun when the lock is had, on the thread that waited
 * for it, and known to all that belongs to the subscription by its context.
 */
final class SubscribedSection {

	private static final Object KEY = SubscribedSection.class;

	private final LockEngine engine;

	private final LockRequest request;

	private final @Nullable LockSection outer;

	private SubscribedSection(LockEngine engine, LockRequest request, @Nullable LockSection outer) {
		this.engine = engine;
		this.request = request;
		this.outer = outer;
	}

	/**
	 * Enter a section, without blocking whoever subscribes.
	 * @return the section; cancelling ends the wait
	 */
	static Mono<LockSection> enter(LockEngine engine, LockRequest request) {
		return Mono.create((sink) -> {
			LockSection outer = find(sink.contextView());
			new SubscribedSection(engine, request, (outer != null) ? outer : LockContext.innermost()).enter(sink);
		});
	}

	/** Find the section of a subscription, unless it has ended. */
	static @Nullable LockSection find(ContextView context) {
		return LockSection.open(context.<@Nullable LockSection>getOrDefault(KEY, null));
	}

	private void enter(MonoSink<LockSection> sink) {
		LockSection joined = this.engine.join(this.request, this.outer);
		if (joined != null) {
			sink.success(joined);
			return;
		}
		CompletableFuture<? extends LockHold> acquisition = this.engine.acquireAsync(this.request,
				sink.contextView().<@Nullable Object>getOrDefault(SectionObserver.CONTEXT_KEY, null));
		sink.onCancel(() -> LockEngine.abandon(acquisition));
		CompletableFuture<? extends LockHold> unused = acquisition.whenComplete((hold, problem) -> {
			if (!acquisition.isCancelled()) {
				entered(sink, hold, problem);
			}
		});
	}

	private void entered(MonoSink<LockSection> sink, @Nullable LockHold hold, @Nullable Throwable problem) {
		LockSection section;
		try {
			section = this.engine.entered(this.request, this.outer, hold, problem);
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

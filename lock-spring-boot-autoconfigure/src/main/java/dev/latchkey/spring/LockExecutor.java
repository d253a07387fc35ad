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

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

import dev.latchkey.CrossProcessLock;
import dev.latchkey.LatchkeyException;
import dev.latchkey.LockCaller;
import dev.latchkey.LockFileException;
import dev.latchkey.LockHold;
import dev.latchkey.LockInspection;
import dev.latchkey.LockInterruptedException;
import dev.latchkey.LockLostException;
import dev.latchkey.LockReentryException;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockType;
import dev.latchkey.pack.PackLocks;
import dev.latchkey.spring.annotation.ReleaseAfter;
import dev.latchkey.spring.annotation.WhenBusy;

/**
 * The one way into a lock, for annotations and templates: joins what the caller or its
 * transaction holds already, or acquires, and decides what a busy lock means.
 *
 * <p>
 * Three kinds of callers have the same rules. A thread that runs the guarded code itself
 * {@link #enter enters}, and waits where the kernel wakes it. One that hands the scope
 * over to a stage waits too, but another thread acquires, because the lock is not this
 * thread's when the call has returned. A subscription does not wait at all.
 *
 * @since 0.1
 */
public final class LockExecutor {

	private static final Log logger = LogFactory.getLog(LockExecutor.class);

	/** On its own, so that skips can be silenced while other news are logged. */
	private static final Log skips = LogFactory.getLog("dev.latchkey.skipped");

	private final LockBackend backend;

	private final Supplier<PackLocks> packs;

	private final Duration waitTime;

	private final WhenBusy whenBusy;

	private final ReleaseAfter releaseAfter;

	private final LockAdmission admission;

	private SingletonSupplier<ScopeObserver> observer = SingletonSupplier.of(ScopeObserver.NONE);

	private SingletonSupplier<List<LockRequestListener>> listeners = SingletonSupplier.of(List.of());

	/**
	 * Creates an executor.
	 * @param backend where the locks of names and files are
	 * @param packs finds the pack locks, when one is asked for
	 * @param waitTime how long a request waits that has no time of its own
	 * @param whenBusy what a request does with a busy lock that has no answer of its own;
	 * not {@link WhenBusy#DEFAULT}
	 * @param releaseAfter when a lock that was acquired in a transaction is released; not
	 * {@link ReleaseAfter#DEFAULT}
	 * @param admission admits acquisitions, or not
	 */
	public LockExecutor(LockBackend backend, Supplier<PackLocks> packs, Duration waitTime, WhenBusy whenBusy,
			ReleaseAfter releaseAfter, LockAdmission admission) {
		this.backend = backend;
		this.packs = packs;
		this.waitTime = waitTime;
		this.whenBusy = whenBusy;
		this.releaseAfter = releaseAfter;
		this.admission = admission;
	}

	/**
	 * Sets the observer of guarded code. It is looked for at the first request.
	 * @param observer finds the observer
	 */
	public void setObserver(Supplier<ScopeObserver> observer) {
		this.observer = SingletonSupplier.of(observer);
	}

	/**
	 * Sets the listeners of requests. The listeners are looked for at the first request,
	 * so they may use locks themselves.
	 * @param listeners finds the listeners, in order
	 */
	public void setListeners(Supplier<List<LockRequestListener>> listeners) {
		this.listeners = SingletonSupplier.of(listeners);
	}

	/**
	 * Enters the scope that a lock guards, on this thread. The caller runs the guarded
	 * code unless the scope {@link LockScope#isSkipped() is to be skipped} or
	 * {@link LockScope#isFallback() replaced}, and closes the scope in any case.
	 * @param request which lock, and how much it is wanted
	 * @return the scope
	 * @throws InterruptedException if the thread was interrupted while it waited
	 * @throws LockTimeoutException if the lock was busy and the request is to throw
	 * @throws LockLostException if an outer scope of this thread, or its transaction, had
	 * the lock and lost it
	 * @throws LockReentryException if an outer scope has the lock, and it is one that is
	 * never joined
	 * @throws LockShutdownException if the application is being stopped
	 * @throws NonBlockingThreadException if this thread must not block, and the lock,
	 * which it does not hold yet, is wanted with a wait time
	 * @throws LockFileException if the system refuses what the lock needs
	 */
	public LockScope enter(LockRequest request) throws InterruptedException {
		CrossProcessLock<? extends LockHold> lock = lock(request);
		LockScope outer = LockContext.innermost();
		CallerTransaction transaction = CallerTransaction.ofThread();
		LockScope scope;
		try {
			LockScope entered = joinOrEnterKept(request, lock, outer, transaction);
			scope = (entered != null) ? entered : acquire(request, lock, outer, transaction);
		}
		catch (LockTimeoutException ex) {
			return busy(request, outer, ex).begin();
		}
		return kept(request, scope, transaction).begin();
	}

	/**
	 * Enters as {@link #enter} does, for callers that cannot throw
	 * {@link InterruptedException}.
	 * @param request which lock, and how much it is wanted
	 * @return the scope
	 * @throws LockInterruptedException if the thread was interrupted while it waited; its
	 * interrupt flag is set again
	 */
	public LockScope enterUnchecked(LockRequest request) {
		try {
			return enter(request);
		}
		catch (InterruptedException ex) {
			throw interrupted(request, ex);
		}
	}

	/** Enters on this thread a scope that it will hand over. */
	LockScope enterToHandOver(LockRequest request) {
		CrossProcessLock<? extends LockHold> lock = lock(request);
		LockScope outer = LockContext.innermost();
		CallerTransaction transaction = CallerTransaction.ofThread();
		CompletableFuture<LockScope> acquisition = null;
		LockScope scope;
		try {
			LockScope entered = joinOrEnterKept(request, lock, outer, transaction);
			if (entered != null) {
				scope = entered;
			}
			else {
				NonBlockingThreads.requireMayWait(request, waitTime(request));
				acquisition = acquireAsync(request, lock, outer, transaction, null);
				scope = entered(request, outer, acquisition.get(), null);
			}
		}
		catch (InterruptedException ex) {
			if (acquisition != null) {
				abandon(acquisition);
			}
			throw interrupted(request, ex);
		}
		catch (ExecutionException ex) {
			scope = entered(request, outer, null, ex.getCause());
		}
		catch (LockTimeoutException ex) {
			scope = busy(request, outer, ex);
		}
		return kept(request, scope, transaction).begin();
	}

	private CrossProcessLock<? extends LockHold> lock(LockRequest request) {
		return (request.ref() instanceof LockRef.Pack pack) ? this.packs.get().pack(pack.directory())
				: this.backend.lock(request);
	}

	/**
	 * Joins a scope that the caller is in, or enters one that its transaction keeps.
	 * @return the scope, or {@code null} if the lock must be acquired
	 */
	private @Nullable LockScope joinOrEnterKept(LockRequest request, CrossProcessLock<? extends LockHold> lock,
			@Nullable LockScope outer, CallerTransaction transaction) throws InterruptedException {
		LockScope joined = join(request, lock, outer);
		if (joined != null) {
			return joined;
		}
		CountedHold kept = findKept(lock, transaction);
		return (kept != null && kept.enter(waitTime(request))) ? LockScope.locked(request.ref(), outer, kept) : null;
	}

	/** Joins the hold that an outer scope has of the same lock, if there is one. */
	private static @Nullable LockScope join(LockRequest request, CrossProcessLock<? extends LockHold> lock,
			@Nullable LockScope outer) {
		CountedHold hold = (outer != null) ? LockScope.find(outer, lock.id().path()) : null;
		return (hold != null && mayJoin(request, hold)) ? LockScope.locked(request.ref(), outer, hold) : null;
	}

	/** A pack lock is not joined: one scope of a call holds it. */
	private static boolean mayJoin(LockRequest request, CountedHold hold) {
		if (request.ref() instanceof LockRef.Pack) {
			throw new LockReentryException(hold.id());
		}
		return hold.join();
	}

	private static @Nullable CountedHold findKept(CrossProcessLock<? extends LockHold> lock,
			CallerTransaction transaction) {
		return transaction.isKeeping() ? transaction.find(lock.id().path()) : null;
	}

	/**
	 * Joins an outer scope.
	 * @return the scope that has joined, or {@code null} if the lock must be acquired
	 */
	@Nullable LockScope join(LockRequest request, @Nullable LockScope outer) {
		return join(request, lock(request), outer);
	}

	/** Returns the file of the lock that a request is for. */
	Path file(LockRequest request) {
		return lock(request).id().path();
	}

	/**
	 * Inspects the lock that a request is for.
	 * @throws UnsupportedOperationException if it is in a lock registry
	 */
	LockInspection inspect(LockRequest request) {
		CrossProcessLock<? extends LockHold> lock = lock(request);
		if (lock.id().type() == LockType.REGISTRY) {
			throw new UnsupportedOperationException("The " + lock.id() + " cannot be inspected: lock registries do not "
					+ "report whether a lock is held. Try it with a wait time of zero instead");
		}
		return lock.inspect();
	}

	/** Finds the hold that a transaction keeps of the lock that a request is for. */
	@Nullable CountedHold findKept(LockRequest request, CallerTransaction transaction) {
		return findKept(lock(request), transaction);
	}

	/**
	 * Begins to acquire a lock, which must be had or {@link #abandon abandoned}.
	 * @param parent what the request is observed as a part of, or {@code null} if that is
	 * what the calling thread does
	 */
	CompletableFuture<LockScope> acquireAsync(LockRequest request, @Nullable LockScope outer,
			CallerTransaction transaction, @Nullable Object parent) {
		return acquireAsync(request, lock(request), outer, transaction, parent);
	}

	private CompletableFuture<LockScope> acquireAsync(LockRequest request, CrossProcessLock<? extends LockHold> lock,
			@Nullable LockScope outer, CallerTransaction transaction, @Nullable Object parent) {
		ScopeObserver observer = this.observer.obtain();
		CompletableFuture<LockScope> admitted = new CompletableFuture<>();
		CountedHold counted = new CountedHold(lock, isWithin(transaction), null, admitted, this.admission, observer);
		try {
			this.admission.enter(counted);
		}
		catch (LockShutdownException ex) {
			return CompletableFuture.failedFuture(ex);
		}
		CompletableFuture<? extends LockHold> acquired = acquireAsync(lock, request,
				(parent != null) ? parent : observer.current());
		CompletableFuture<?> unusedArrival = acquired.whenComplete((hold, problem) -> {
			if (hold == null) {
				counted.leaveAdmission();
				admitted.completeExceptionally(problem);
			}
			else if (!this.admission.arrive(counted, hold)
					|| !admitted.complete(LockScope.locked(request.ref(), outer, counted))) {
				counted.discard(hold);
			}
		});
		CompletableFuture<?> unusedEnd = admitted.whenComplete((entered, problem) -> {
			if (problem != null) {
				acquired.completeExceptionally(problem);
			}
		});
		return admitted;
	}

	private CompletableFuture<? extends LockHold> acquireAsync(CrossProcessLock<? extends LockHold> lock,
			LockRequest request, @Nullable Object context) {
		LockCaller before = LockCaller.set(request.callSite(), context);
		try {
			return this.admission.isLocking() ? lock.acquireAsync(waitTime(request))
					: CompletableFuture.completedFuture(new UnlockedHold(lock.id()));
		}
		finally {
			LockCaller.restore(before);
		}
	}

	private LockScope acquire(LockRequest request, CrossProcessLock<? extends LockHold> lock, @Nullable LockScope outer,
			CallerTransaction transaction) throws InterruptedException {
		Duration time = waitTime(request);
		NonBlockingThreads.requireMayWait(request, time);
		CountedHold counted = new CountedHold(lock, isWithin(transaction), Thread.currentThread(), null, this.admission,
				this.observer.obtain());
		this.admission.enter(counted);
		LockHold hold;
		LockCaller before = LockCaller.set(request.callSite(), null);
		try {
			hold = this.admission.isLocking() ? lock.acquire(time) : new UnlockedHold(lock.id());
		}
		catch (InterruptedException | RuntimeException | Error ex) {
			if (counted.leaveAdmission()) {
				throw counted.refusal(ex);
			}
			throw ex;
		}
		finally {
			LockCaller.restore(before);
		}
		if (!this.admission.arrive(counted, hold)) {
			counted.discard(hold);
			throw counted.refusal(null);
		}
		report((listener) -> listener.acquired(hold.id()));
		return LockScope.locked(request.ref(), outer, counted);
	}

	/** Whether the caller has a lock, and may need another one to come to an end. */
	private static boolean isWithin(CallerTransaction transaction) {
		return LockContext.current().isPresent() || transaction.isKeeping();
	}

	/**
	 * Lets the transaction of the caller have the scope's hold, if the request demands
	 * it.
	 */
	LockScope kept(LockRequest request, LockScope scope, CallerTransaction transaction) {
		ReleaseAfter wanted = request.releaseAfter();
		if (((wanted != ReleaseAfter.DEFAULT) ? wanted : this.releaseAfter) == ReleaseAfter.TRANSACTION) {
			try {
				scope.keepIn(transaction);
			}
			catch (RuntimeException | Error ex) {
				scope.closeAfter(ex);
				throw ex;
			}
		}
		return scope;
	}

	/**
	 * Makes a scope of what has come of an acquisition.
	 * @throws LatchkeyException as {@link #enter} does
	 */
	LockScope entered(LockRequest request, @Nullable LockScope outer, @Nullable LockScope scope,
			@Nullable Throwable problem) {
		if (scope != null) {
			report((listener) -> listener.acquired(scope.id()));
			return scope;
		}
		Throwable cause = (problem instanceof CompletionException) ? problem.getCause() : problem;
		if (cause instanceof LockTimeoutException timeout) {
			return busy(request, outer, timeout);
		}
		if (cause instanceof RuntimeException ex) {
			throw ex;
		}
		throw new LatchkeyException("The lock '" + request.ref() + "' could not be acquired.", "See the cause.", cause);
	}

	/** Ends an acquisition that no caller waits for any more, whatever its result. */
	static void abandon(CompletableFuture<LockScope> acquisition) {
		if (!acquisition.completeExceptionally(new CancellationException())) {
			CompletableFuture<Void> unused = acquisition.thenAccept(LockScope::close);
		}
	}

	Duration waitTime(LockRequest request) {
		if (request.leastTime() != null) {
			return Duration.ZERO;
		}
		return (request.waitTime() != null) ? request.waitTime() : this.waitTime;
	}

	/**
	 * Returns what callers that cannot throw {@link InterruptedException} throw instead.
	 * The interrupt flag is set again.
	 * @param request the request
	 * @param ex the exception that {@link #enter} has thrown
	 * @return the exception to be thrown
	 */
	public static LockInterruptedException interrupted(LockRequest request, InterruptedException ex) {
		Thread.currentThread().interrupt();
		return new LockInterruptedException(request.ref().toString(), ex);
	}

	private LockScope busy(LockRequest request, @Nullable LockScope outer, LockTimeoutException timeout) {
		WhenBusy whenBusy = (request.whenBusy() != WhenBusy.DEFAULT) ? request.whenBusy() : this.whenBusy;
		report((listener) -> listener.busy(timeout, outcome(whenBusy)));
		LockScope.Outcome outcome = switch (whenBusy) {
			case DEFAULT, THROW -> throw timeout;
			case SKIP -> {
				skips.info("Skipped " + ((request.callSite() != null) ? request.callSite() + ": " : "what it guards: ")
						+ timeout.getMessage());
				yield LockScope.Outcome.SKIPPED;
			}
			case FALLBACK -> {
				logger.debug("Falling back: " + timeout.getMessage());
				yield LockScope.Outcome.FALLBACK;
			}
			case RUN_UNLOCKED -> {
				logger.warn("Running without the lock: " + timeout.getMessage());
				yield LockScope.Outcome.UNLOCKED;
			}
		};
		return LockScope.busy(outcome, request.ref(), outer);
	}

	private static LockOutcome outcome(WhenBusy whenBusy) {
		return switch (whenBusy) {
			case DEFAULT, THROW -> LockOutcome.TIMED_OUT;
			case SKIP -> LockOutcome.SKIPPED;
			case FALLBACK -> LockOutcome.FALLBACK;
			case RUN_UNLOCKED -> LockOutcome.UNLOCKED;
		};
	}

	private void report(Consumer<LockRequestListener> news) {
		for (LockRequestListener listener : this.listeners.obtain()) {
			try {
				news.accept(listener);
			}
			catch (RuntimeException ex) {
				logger.warn("A listener of requests failed: " + listener, ex);
			}
		}
	}

}

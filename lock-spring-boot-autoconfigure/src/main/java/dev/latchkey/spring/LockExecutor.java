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

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockCaller;
import dev.latchkey.LockFileException;
import dev.latchkey.LockHold;
import dev.latchkey.LockId;
import dev.latchkey.LockInterruptedException;
import dev.latchkey.LockLostException;
import dev.latchkey.LockReentryException;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.internal.heldfile.HeldFileLocks;
import dev.latchkey.internal.named.NamedLocks;
import dev.latchkey.internal.pack.PackLocks;
import dev.latchkey.spring.annotation.ReleaseAfter;
import dev.latchkey.spring.annotation.WhenBusy;

/**
 * The one way into a lock, for annotations and templates: joins what the caller or its
 * transaction holds already, or acquires, and decides what a busy lock means.
 *
 * <p>
 * Three kinds of callers have the same rules. A thread that runs the guarded code itself
 * {@link #enter enters}, and waits where the kernel wakes it. One that hands the section
 * over to a stage waits too, but another thread acquires, because the lock is not this
 * thread's when the call has returned. A subscription does not wait at all.
 */
public final class LockExecutor implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(LockExecutor.class);

	/** On its own, so that skips can be silenced while other news are logged. */
	private static final Log skips = LogFactory.getLog("dev.latchkey.skipped");

	private final LockSources sources;

	private final Duration waitTime;

	private final WhenBusy whenBusy;

	private final ReleaseAfter releaseAfter;

	private final LockAdmission admission;

	private SingletonSupplier<SectionObserver> observer = SingletonSupplier.of(SectionObserver.NONE);

	private SingletonSupplier<List<LockRequestListener>> listeners = SingletonSupplier.of(List.of());

	/**
	 * Create an executor that admits all requests.
	 * @param heldFiles the held file locks
	 * @param named the named locks
	 * @param packs the pack locks
	 * @param waitTime how long a request waits that does not say it
	 * @param whenBusy what a request does with a busy lock that does not say it; not
	 * {@link WhenBusy#DEFAULT}
	 */
	public LockExecutor(HeldFileLocks heldFiles, NamedLocks named, PackLocks packs, Duration waitTime,
			WhenBusy whenBusy) {
		this(heldFiles, named, packs, waitTime, whenBusy, LockAdmission.ALWAYS);
	}

	/**
	 * Create an executor.
	 * @param heldFiles the held file locks
	 * @param named the named locks
	 * @param packs the pack locks
	 * @param waitTime how long a request waits that does not say it
	 * @param whenBusy what a request does with a busy lock that does not say it; not
	 * {@link WhenBusy#DEFAULT}
	 * @param admission lets locks be acquired, or not
	 */
	public LockExecutor(HeldFileLocks heldFiles, NamedLocks named, PackLocks packs, Duration waitTime,
			WhenBusy whenBusy, LockAdmission admission) {
		this(heldFiles, named, packs, waitTime, whenBusy, ReleaseAfter.TRANSACTION, admission, null);
	}

	/**
	 * Create an executor whose locks with names are not files.
	 * @param heldFiles the held file locks, whose times are the default of all
	 * @param named the named locks
	 * @param packs the pack locks
	 * @param waitTime how long a request waits that does not say it
	 * @param whenBusy what a request does with a busy lock that does not say it; not
	 * {@link WhenBusy#DEFAULT}
	 * @param releaseAfter when a lock that was acquired in a transaction is released; not
	 * {@link ReleaseAfter#DEFAULT}
	 * @param admission lets locks be acquired, or not
	 * @param backend where locks with names are, or {@code null} if in files
	 */
	public LockExecutor(HeldFileLocks heldFiles, NamedLocks named, PackLocks packs, Duration waitTime,
			WhenBusy whenBusy, ReleaseAfter releaseAfter, LockAdmission admission, @Nullable LockBackend backend) {
		this.sources = new LockSources(heldFiles, named, packs, backend);
		this.waitTime = waitTime;
		this.whenBusy = whenBusy;
		this.releaseAfter = releaseAfter;
		this.admission = admission;
	}

	/**
	 * Sets the observer of guarded code. It is looked for at the first request.
	 * @param observer finds the observer
	 */
	public void setObserver(Supplier<SectionObserver> observer) {
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
	 * Enter the section that a lock guards, on this thread. The caller runs the guarded
	 * code unless the section {@link LockSection#isSkipped() is to be skipped} or
	 * {@link LockSection#isFallback() replaced}, and closes the section in any case.
	 * @param request which lock, and how much it is wanted
	 * @return the section
	 * @throws InterruptedException if the thread was interrupted while it waited
	 * @throws LockTimeoutException if the lock was busy and the request says to throw
	 * @throws LockLostException if an outer section of this thread, or its transaction,
	 * had the lock and lost it
	 * @throws LockReentryException if an outer section has the lock, and it is one that
	 * is never joined
	 * @throws LockShutdownException if the application is being stopped
	 * @throws NonBlockingThreadException if this thread must not block, and the lock,
	 * which it does not hold yet, is wanted with a wait time
	 * @throws LockFileException if the system refuses what the lock needs
	 */
	public LockSection enter(LockRequest request) throws InterruptedException {
		LockSource source = this.sources.find(request);
		LockSection outer = LockContext.innermost();
		CallerTransaction transaction = CallerTransaction.ofThread();
		SharedHold hold;
		try {
			hold = joinOrEnterKept(request, source, outer, transaction);
			if (hold == null) {
				hold = new SharedHold(acquire(request, source, transaction), this.observer.obtain());
				LockId acquired = hold.hold().id();
				report((listener) -> listener.acquired(acquired));
			}
		}
		catch (LockTimeoutException ex) {
			return busy(request, outer, ex).begin();
		}
		return kept(request, LockSection.locked(request.target(), hold, outer), transaction).begin();
	}

	/**
	 * Enter as {@link #enter} does, for callers that cannot throw
	 * {@link InterruptedException}.
	 * @param request which lock, and how much it is wanted
	 * @return the section
	 * @throws LockInterruptedException if the thread was interrupted while it waited; its
	 * interrupt flag is set again
	 */
	public LockSection enterUnchecked(LockRequest request) {
		try {
			return enter(request);
		}
		catch (InterruptedException ex) {
			throw interrupted(request, ex);
		}
	}

	/** Enter on this thread a section that it will hand over. */
	LockSection enterToHandOver(LockRequest request) {
		LockSource source = this.sources.find(request);
		LockSection outer = LockContext.innermost();
		CallerTransaction transaction = CallerTransaction.ofThread();
		CompletableFuture<? extends LockHold> acquisition = null;
		LockSection section;
		try {
			SharedHold hold = joinOrEnterKept(request, source, outer, transaction);
			if (hold != null) {
				section = LockSection.locked(request.target(), hold, outer);
			}
			else {
				NonBlockingThreads.requireMayWait(request, waitTime(request));
				acquisition = acquireAsync(request, source, transaction, null);
				section = entered(request, outer, acquisition.get(), null);
			}
		}
		catch (InterruptedException ex) {
			if (acquisition != null) {
				abandon(acquisition);
			}
			throw interrupted(request, ex);
		}
		catch (ExecutionException ex) {
			section = entered(request, outer, null, ex.getCause());
		}
		catch (LockTimeoutException ex) {
			section = busy(request, outer, ex);
		}
		return kept(request, section, transaction).begin();
	}

	/**
	 * Join a section that the caller is in, or enter a hold that its transaction keeps.
	 * @return the hold, or {@code null} if the lock must be acquired
	 */
	private @Nullable SharedHold joinOrEnterKept(LockRequest request, LockSource source, @Nullable LockSection outer,
			CallerTransaction transaction) throws InterruptedException {
		SharedHold joined = join(source, outer);
		if (joined != null) {
			return joined;
		}
		SharedHold kept = findKept(source, transaction);
		return (kept != null && kept.enter(waitTime(request))) ? kept : null;
	}

	/** Looking the file of a pack up takes as long as locking it. */
	private static @Nullable SharedHold join(LockSource source, @Nullable LockSection outer) {
		SharedHold hold = (outer != null) ? LockSection.find(outer, source.file()) : null;
		return (hold != null && source.join(hold)) ? hold : null;
	}

	private static @Nullable SharedHold findKept(LockSource source, CallerTransaction transaction) {
		return transaction.isKeeping() ? transaction.find(source.file()) : null;
	}

	/**
	 * Join an outer section's hold.
	 * @return the section that has joined, or {@code null} if the lock must be acquired
	 */
	@Nullable LockSection join(LockRequest request, @Nullable LockSection outer) {
		SharedHold hold = join(this.sources.find(request), outer);
		return (hold != null) ? LockSection.locked(request.target(), hold, outer) : null;
	}

	/** Return the file of the lock that a request is for. */
	Path file(LockRequest request) {
		return this.sources.find(request).file();
	}

	/** Find the hold that a transaction keeps of the lock that a request is for. */
	@Nullable SharedHold findKept(LockRequest request, CallerTransaction transaction) {
		return findKept(this.sources.find(request), transaction);
	}

	/**
	 * Begin to acquire a lock, which must be had or {@link #abandon abandoned}.
	 * @param parent what the request is observed as a part of, or {@code null} if that is
	 * what the calling thread does
	 */
	CompletableFuture<? extends LockHold> acquireAsync(LockRequest request, CallerTransaction transaction,
			@Nullable Object parent) {
		return acquireAsync(request, this.sources.find(request), transaction, parent);
	}

	private CompletableFuture<? extends LockHold> acquireAsync(LockRequest request, LockSource source,
			CallerTransaction transaction, @Nullable Object parent) {
		Duration time = waitTime(request);
		Object context = (parent != null) ? parent : this.observer.obtain().current();
		return LockCaller.at(request.place(), context,
				() -> this.admission.acquireAsync(source::id, isWithin(transaction), () -> source.acquireAsync(time)));
	}

	private LockHold acquire(LockRequest request, LockSource source, CallerTransaction transaction)
			throws InterruptedException {
		Duration time = waitTime(request);
		NonBlockingThreads.requireMayWait(request, time);
		return LockCaller.<LockHold, InterruptedException>at(request.place(),
				() -> this.admission.acquire(source::id, isWithin(transaction), () -> source.acquire(time)));
	}

	/** Whether the caller has a lock, and may need another one to come to an end. */
	private static boolean isWithin(CallerTransaction transaction) {
		return LockContext.current().isPresent() || transaction.isKeeping();
	}

	/**
	 * Let the transaction of the caller have the section's hold, if the request says so.
	 */
	LockSection kept(LockRequest request, LockSection section, CallerTransaction transaction) {
		ReleaseAfter wanted = request.releaseAfter();
		if (((wanted != ReleaseAfter.DEFAULT) ? wanted : this.releaseAfter) == ReleaseAfter.TRANSACTION) {
			try {
				section.keepIn(transaction);
			}
			catch (RuntimeException | Error ex) {
				section.closeAfter(ex);
				throw ex;
			}
		}
		return section;
	}

	/**
	 * Make a section of what has come of an acquisition.
	 * @throws LatchkeyException as {@link #enter} does
	 */
	LockSection entered(LockRequest request, @Nullable LockSection outer, @Nullable LockHold hold,
			@Nullable Throwable problem) {
		if (hold != null) {
			report((listener) -> listener.acquired(hold.id()));
			return LockSection.locked(request.target(), new SharedHold(hold, this.observer.obtain()), outer);
		}
		Throwable cause = (problem instanceof CompletionException) ? problem.getCause() : problem;
		if (cause instanceof LockTimeoutException timeout) {
			return busy(request, outer, timeout);
		}
		if (cause instanceof RuntimeException ex) {
			throw ex;
		}
		throw new LatchkeyException("The lock '" + request.target() + "' could not be acquired", cause);
	}

	/** End an acquisition that nobody waits for any more, whatever has become of it. */
	static void abandon(CompletableFuture<? extends LockHold> acquisition) {
		if (!acquisition.completeExceptionally(new CancellationException())) {
			CompletableFuture<Void> unused = acquisition.thenAccept(LockHold::close);
		}
	}

	Duration waitTime(LockRequest request) {
		if (request.leastTime() != null) {
			return Duration.ZERO;
		}
		return (request.waitTime() != null) ? request.waitTime() : this.waitTime;
	}

	private static LockInterruptedException interrupted(LockRequest request, InterruptedException ex) {
		Thread.currentThread().interrupt();
		return new LockInterruptedException(request.target().toString(), ex);
	}

	private LockSection busy(LockRequest request, @Nullable LockSection outer, LockTimeoutException timeout) {
		WhenBusy whenBusy = (request.whenBusy() != WhenBusy.DEFAULT) ? request.whenBusy() : this.whenBusy;
		report((listener) -> listener.busy(timeout, outcome(whenBusy)));
		LockSection.Outcome outcome = switch (whenBusy) {
			case DEFAULT, THROW -> throw timeout;
			case SKIP -> {
				skips.info("Skipped " + ((request.place() != null) ? request.place() + ": " : "what it guards: ")
						+ timeout.getMessage());
				yield LockSection.Outcome.SKIPPED;
			}
			case FALLBACK -> {
				logger.debug("Falling back: " + timeout.getMessage());
				yield LockSection.Outcome.FALLBACK;
			}
			case RUN_UNLOCKED -> {
				logger.warn("Running without the lock: " + timeout.getMessage());
				yield LockSection.Outcome.UNLOCKED;
			}
		};
		return LockSection.busy(outcome, request.target(), outer);
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

	/**
	 * Close the files that are kept open for the next acquisition of locks with times of
	 * their own. The executor may still be used.
	 */
	@Override
	public void close() {
		this.sources.close();
	}

}

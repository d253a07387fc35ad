package dev.latchkey.spring.springintegration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.integration.support.locks.DistributedLock;
import org.springframework.integration.support.locks.LockRegistry;
import org.springframework.integration.support.locks.RenewableLockRegistry;
import org.springframework.util.ClassUtils;

import dev.latchkey.LockCaller;
import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockInterruptedException;
import dev.latchkey.LockListener;
import dev.latchkey.LockOptions;
import dev.latchkey.LockOrder;
import dev.latchkey.LockOrderException;
import dev.latchkey.LockTier;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockType;
import dev.latchkey.internal.acquire.AsyncAcquisition;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.spring.LockBackend;
import dev.latchkey.spring.LockBackendException;
import dev.latchkey.spring.LockName;

/**
 * The locks of a Spring Integration {@link LockRegistry}. The key of a lock there is its
 * {@link LockName#unique()} text.
 *
 * <p>
 * Where the registry has {@link DistributedLock}s, a lock lives for the
 * {@code staleAfter} of its options, and is renewed at their {@code heartbeatInterval} by
 * a {@link RenewableLockRegistry}. Where the backend has a {@link BackendSession}, a lock
 * lives as long as that. Other registries keep a lock as they please, and say only at its
 * release, if ever, that it was lost.
 */
public final class LockRegistryBackend implements LockBackend, AutoCloseable {

	private static final String PROOF = "latchkey-health";

	private final LockRegistry<?> registry;

	private final LockRuntime runtime;

	private final LockOrder order;

	/** Notices expired locks; threads that talk to the registry may be waiting for it. */
	private final ScheduledThreadPoolExecutor expiryTimer = expiryTimer();

	private final Map<LockId, Visitors> visitors = new ConcurrentHashMap<>();

	private final @Nullable BackendSession session;

	private volatile boolean proven;

	/**
	 * Create locks.
	 * @param registry the backend
	 * @param session the backend's session, if its locks live and die with that
	 * @param runtime whose listener hears of them
	 * @param order watches the order in which they are taken
	 */
	public LockRegistryBackend(LockRegistry<?> registry, @Nullable BackendSession session, LockRuntime runtime,
			LockOrder order) {
		this.registry = registry;
		this.session = session;
		this.runtime = runtime;
		this.order = order;
	}

	private static ScheduledThreadPoolExecutor expiryTimer() {
		ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(null, task, "latchkey-registry-leases", 0, false);
			thread.setDaemon(true);
			return thread;
		});
		timer.setRemoveOnCancelPolicy(true);
		return timer;
	}

	@Override
	public LockId id(LockName name) {
		String key = name.unique();
		return new LockId(LockType.REGISTRY, key, Path.of(key));
	}

	@Override
	public LockHold acquire(LockName name, Terms terms) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		LockTier tier = terms.tier();
		LockOrder.Position position = (tier != null) ? this.order.enter(tier, id(name)) : LockOrder.Position.NONE;
		LockHold hold = null;
		try {
			hold = acquire(name, terms, position, LockCaller.current());
			return hold;
		}
		finally {
			if (hold == null) {
				position.leave();
			}
		}
	}

	@Override
	public CompletableFuture<? extends LockHold> acquireAsync(LockName name, Terms terms) {
		LockTier tier = terms.tier();
		try {
			if (tier != null) {
				this.order.check(tier, id(name));
			}
		}
		catch (LockOrderException ex) {
			return CompletableFuture.failedFuture(ex);
		}
		LockCaller caller = LockCaller.current().withoutThread();
		return AsyncAcquisition.start(() -> acquire(name, terms, LockOrder.Position.NONE, caller));
	}

	private LockHold acquire(LockName name, Terms terms, LockOrder.Position position, LockCaller caller)
			throws InterruptedException {
		LockId id = id(name);
		try {
			BackendLock lock = new BackendLock(this.registry, this.session, id, terms.options().staleAfter());
			BackendHold hold = new BackendAcquisition(this, lock, id, name.name(), caller, visit(id))
				.acquire(terms.time(), terms.options().heartbeatInterval(), position);
			this.proven = true;
			return hold;
		}
		catch (LockBackendException ex) {
			failed();
			throw ex;
		}
	}

	/** A lock is had and released, unless the backend has worked since it last failed. */
	@Override
	public void prove() {
		if (!this.proven) {
			LockName name = new LockName(PROOF, Long.toString(self().pid()));
			try {
				acquire(name, new Terms(LockOptions.defaults(), null, Duration.ZERO)).close();
			}
			catch (LockTimeoutException ex) {
				this.proven = true;
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new LockInterruptedException(name.toString(), ex);
			}
		}
	}

	LockListener listener() {
		return this.runtime.listener();
	}

	LockHolder self() {
		return this.runtime.self();
	}

	/** Run a check after some time, unless the returned future is cancelled before. */
	Future<?> checkAfter(long nanos, Runnable check) {
		try {
			return this.expiryTimer.schedule(check, Math.max(1, nanos), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			// The application has ended; holds still know by themselves.
			return CompletableFuture.completedFuture(null);
		}
	}

	/** Each who visits a lock leaves it. */
	private BackendQueue visit(LockId id) {
		Visitors there = this.visitors.compute(id, (key, known) -> (known != null) ? known.more() : Visitors.first());
		return Objects.requireNonNull(there).queue;
	}

	/**
	 * Let the owner unlock what it may have, and then the next one of this process enter
	 * the queue.
	 * @return whether the lock was still ours, when the backend has told
	 */
	Future<Boolean> giveBack(LockId id, BackendLock lock, BackendThread owner, BackendQueue queue) {
		queue.released();
		return owner.end(() -> {
			try {
				return lock.unlock();
			}
			finally {
				queue.end();
				leave(id);
			}
		});
	}

	void leave(LockId id) {
		Visitors unused = this.visitors.computeIfPresent(id, (key, known) -> known.less());
	}

	/** The backend has not done what it should. */
	void failed() {
		this.proven = false;
	}

	/**
	 * Watch the times to live no more. Locks that are held stay held, and notice a loss
	 * when they are asked.
	 */
	@Override
	public void close() {
		this.expiryTimer.shutdownNow().clear();
	}

	@Override
	public String toString() {
		return ClassUtils.getUserClass(this.registry).getSimpleName();
	}

	/** How many of this process hold a lock, or want it. */
	private record Visitors(BackendQueue queue, int count) {

		static Visitors first() {
			return new Visitors(new BackendQueue(), 1);
		}

		Visitors more() {
			return new Visitors(this.queue, this.count + 1);
		}

		@Nullable Visitors less() {
			return (this.count > 1) ? new Visitors(this.queue, this.count - 1) : null;
		}

	}

}

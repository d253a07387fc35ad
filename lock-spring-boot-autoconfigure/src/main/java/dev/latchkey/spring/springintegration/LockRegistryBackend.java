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

import dev.latchkey.CrossProcessLock;
import dev.latchkey.LatchkeyException;
import dev.latchkey.LockCaller;
import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockInterruptedException;
import dev.latchkey.LockListener;
import dev.latchkey.LockOptions;
import dev.latchkey.LockOrder;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockType;
import dev.latchkey.spring.LockBackend;
import dev.latchkey.spring.LockBackendException;
import dev.latchkey.spring.LockName;
import dev.latchkey.spring.LockRequest;

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
 *
 * @since 0.1
 */
public final class LockRegistryBackend implements LockBackend, AutoCloseable {

	private static final String PROOF = "latchkey-health";

	private final LockRegistry<?> registry;

	private final LockHolder self;

	private final LockListener listener;

	private final LockOrder order;

	private final LockOptions options;

	/** Notices expired locks; threads that talk to the registry may be waiting for it. */
	private final ScheduledThreadPoolExecutor expiryTimer = expiryTimer();

	private final Map<LockId, Visitors> visitors = new ConcurrentHashMap<>();

	private final @Nullable BackendSession session;

	private volatile boolean proven;

	/**
	 * Creates locks.
	 * @param registry the backend
	 * @param session the backend's session, if its locks live and die with that
	 * @param self this process, as the holder of locks
	 * @param listener is notified of the events of the locks
	 * @param order watches the order in which they are taken
	 * @param options the options of locks whose requests have none
	 */
	public LockRegistryBackend(LockRegistry<?> registry, @Nullable BackendSession session, LockHolder self,
			LockListener listener, LockOrder order, LockOptions options) {
		this.registry = registry;
		this.session = session;
		this.self = self;
		this.listener = listener;
		this.order = order;
		this.options = options;
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

	LockId id(LockName name) {
		String key = name.unique();
		return new LockId(LockType.REGISTRY, key, Path.of(key));
	}

	@Override
	public CrossProcessLock<LockHold> lock(LockRequest request) {
		if (request.leastTime() != null) {
			throw new LatchkeyException(
					"The lock '" + request.ref() + "' was asked for with a lockAtLeastFor, which is "
							+ "kept in the lock's file, and with latchkey.backend=lock-registry there is none.",
					"Ask without it.", null);
		}
		if (request.ref() instanceof LockName name) {
			LockOptions own = request.options();
			return lock(name, ((own != null) ? own : this.options).withTier(request.tier()));
		}
		throw new LatchkeyException(
				"The lock of the file '" + request.ref() + "' was asked for, and with "
						+ "latchkey.backend=lock-registry locks have names.",
				"Ask for a name and a key, or for the file with "
						+ "Latchkey.heldFile, which excludes the processes of this machine only.",
				null);
	}

	CrossProcessLock<LockHold> lock(LockName name, LockOptions options) {
		return new RegistryLock(this, id(name), name, options);
	}

	LockOrder order() {
		return this.order;
	}

	LockHold acquire(LockName name, LockOptions options, Duration timeout, LockOrder.Position position,
			LockCaller caller) throws InterruptedException {
		LockId id = id(name);
		try {
			BackendLock lock = new BackendLock(this.registry, this.session, id, options.staleAfter());
			BackendHold hold = new BackendAcquisition(this, lock, id, name.name(), caller, visit(id)).acquire(timeout,
					options.heartbeatInterval(), position);
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
				lock(name, LockOptions.defaults()).acquire(Duration.ZERO).close();
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
		return this.listener;
	}

	LockHolder self() {
		return this.self;
	}

	/** Runs a check after some time, unless the returned future is cancelled before. */
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
	 * Lets the holder unlock what it may have, and then the next one of this process
	 * enter the queue.
	 * @return whether the lock was still ours, when the backend has told
	 */
	Future<Boolean> giveBack(LockId id, BackendLock lock, BackendThread backendThread, BackendQueue queue) {
		queue.released();
		return backendThread.end(() -> {
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
	 * Watches the times to live no more. Locks that are held stay held, and notice a loss
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

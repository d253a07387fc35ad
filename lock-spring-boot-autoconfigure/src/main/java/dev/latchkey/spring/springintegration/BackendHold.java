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

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockCaller;
import dev.latchkey.LockEvent;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockLostException;
import dev.latchkey.LockOrder;
import dev.latchkey.spring.AbstractLockHold;
import dev.latchkey.spring.LockBackendException;

/**
 * A hold of a registry's lock. It is lost when the backend says so, and when the time to
 * live has run out without a renewal: then another may hold the lock, whether or not the
 * backend can be asked.
 *
 * <p>
 * {@code end} is set once, by whoever ends the hold first, and says how; so exactly one
 * of {@code released} and {@code lost} is reported. A lost hold keeps its thread, and the
 * registry's lock within this JVM, until it is closed: the guarded code is still running.
 */
final class BackendHold extends AbstractLockHold {

	private final LockRegistryBackend locks;

	private final BackendLock lock;

	private final BackendThread backendThread;

	private final LockOrder.Position position;

	private final BackendQueue queue;

	private final AtomicBoolean closed = new AtomicBoolean();

	private final AtomicReference<@Nullable String> end = new AtomicReference<>();

	private volatile Future<?> leaseWatch = CompletableFuture.completedFuture(null);

	BackendHold(LockRegistryBackend locks, BackendLock lock, BackendThread backendThread, BackendQueue queue, LockId id,
			LockCaller acquiredBy, LockOrder.Position position) {
		super(id, acquiredBy);
		this.locks = locks;
		this.lock = lock;
		this.backendThread = backendThread;
		this.position = position;
		this.queue = queue;
	}

	void begin(Duration heartbeat) {
		this.queue.held();
		this.locks.listener().onEvent(new LockEvent.Acquired(this));
		if (this.lock.isRenewable()) {
			this.backendThread.repeat(() -> {
				boolean unused = renew();
			}, this.lock.heartbeat(heartbeat).toNanos());
		}
		watchLease();
	}

	/** Looks again when the time to live would be over, had it not been renewed. */
	private void watchLease() {
		long remaining = this.lock.remainingNanos();
		if (isHeld() && remaining < Long.MAX_VALUE) {
			this.leaseWatch = this.locks.checkAfter(remaining, this::watchLease);
		}
	}

	private boolean renew() {
		try {
			if (isHeld() && !this.lock.renew()) {
				lose("its backend reports that no holder or another one has it");
			}
		}
		catch (LockBackendException ex) {
			this.locks.failed();
			if (isHeld()) {
				this.locks.listener().onEvent(new LockEvent.Warning(id(), ex));
			}
		}
		return isHeld();
	}

	private void lose(String reason) {
		if (this.end.compareAndSet(null, reason)) {
			this.locks.listener().onEvent(new LockEvent.Lost(this, reason));
		}
	}

	@Override
	public boolean isHeld() {
		if (this.end.get() == null && !this.closed.get() && this.lock.remainingNanos() <= 0) {
			lose("its time to live of " + this.lock.timeToLive().toMillis()
					+ " ms has run out, because it was not renewed in time");
		}
		return this.end.get() == null && !this.closed.get();
	}

	@Override
	public void requireHeld() {
		if (isHeld() && this.lock.isRenewable()) {
			askBackend();
		}
		if (!isHeld()) {
			String reason = this.end.get();
			throw new LockLostException(id(), (reason != null) ? reason : RELEASED);
		}
	}

	/** What the backend does not answer in time is decided by the time to live. */
	private void askBackend() {
		try {
			boolean unused = BackendThread.await(this.backendThread.ask(this::renew), this.lock.timeoutNanos());
		}
		catch (ExecutionException ex) {
			this.locks.listener().onEvent(new LockEvent.Warning(id(), problem(ex)));
		}
		catch (TimeoutException | RejectedExecutionException ex) {
			// Too late, or closed meanwhile: either is seen next.
		}
	}

	private static LatchkeyException problem(ExecutionException failure) {
		return (failure.getCause() instanceof LatchkeyException known) ? known
				: new LatchkeyException("The registry failed: " + failure.getCause() + ".",
						"See whether its backend works and can be reached.", failure.getCause());
	}

	/**
	 * There is none.
	 * @throws UnsupportedOperationException always
	 */
	@Override
	public long fencingToken() {
		throw new UnsupportedOperationException("The " + id() + " has no fencing token: lock registries count none. "
				+ "Let the resource that it protects count its versions, and refuse an update of an older one");
	}

	@Override
	public LockHolder holder() {
		return this.locks.self();
	}

	@Override
	public void close() {
		boolean unused = release();
	}

	/** The release tells whether the lock was ours, and saves asking before. */
	@Override
	public void closeHeld() {
		boolean first = release();
		String reason = this.end.get();
		if (!first || !RELEASED.equals(reason)) {
			throw new LockLostException(id(), (reason != null) ? reason : RELEASED);
		}
	}

	private boolean release() {
		boolean held = isHeld();
		if (!this.closed.compareAndSet(false, true)) {
			return false;
		}
		boolean unused = this.leaseWatch.cancel(false);
		Future<Boolean> released = this.locks.giveBack(id(), this.lock, this.backendThread, this.queue);
		LatchkeyException problem = null;
		try {
			if (held && !BackendThread.await(released, this.lock.timeoutNanos())) {
				lose("its backend reported at the release that no holder or another one had it");
			}
		}
		catch (ExecutionException ex) {
			problem = problem(ex);
		}
		catch (TimeoutException ex) {
			problem = new LockBackendException(id(), "is being released, and its backend has not answered yet", ex);
		}
		ended(problem);
		return true;
	}

	private void ended(@Nullable LatchkeyException problem) {
		this.position.leave();
		if (problem != null) {
			this.locks.failed();
			this.locks.listener().onEvent(new LockEvent.Warning(id(), problem));
		}
		if (this.end.compareAndSet(null, RELEASED)) {
			this.locks.listener().onEvent(new LockEvent.Released(this));
		}
	}

}

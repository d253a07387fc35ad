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
import java.util.ConcurrentModificationException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.integration.support.locks.DistributedLock;
import org.springframework.integration.support.locks.LockRegistry;
import org.springframework.integration.support.locks.RenewableLockRegistry;

import dev.latchkey.LockId;
import dev.latchkey.internal.wait.Deadline;
import dev.latchkey.spring.LockBackendException;

/**
 * A lock of a registry, as the one thread sees it that owns it; only the time that is
 * left may be asked by others. It lives for a while only, where the registry has
 * {@linkplain DistributedLock such locks} or the backend a {@link BackendSession}, and is
 * renewed there, or where the registry {@linkplain RenewableLockRegistry does that}.
 */
final class BackendLock {

	/** What even a free lock may cost, where asking for it has a limit of time. */
	private static final Duration FIRST_TRY = Duration.ofMillis(100);

	/** How long one call waits, so that a wait that was given up ends. */
	private static final Duration SLICE = Duration.ofSeconds(1);

	private static final long PAUSE_NANOS = 10_000_000;

	private static final long INDEFINITELY = Long.MAX_VALUE;

	private final LockRegistry<?> registry;

	private final LockId id;

	private final Lock lock;

	private final @Nullable BackendSession session;

	private volatile Duration timeToLive;

	private long sessionId;

	private boolean locked;

	/** When the time to live began at the latest that is certain. */
	private volatile long livesSince;

	/**
	 * Gets hold of a lock, without locking it.
	 * @throws LockBackendException if the registry has no place for it
	 */
	BackendLock(LockRegistry<?> registry, @Nullable BackendSession session, LockId id, Duration timeToLive) {
		this.registry = registry;
		this.session = session;
		this.id = id;
		this.timeToLive = timeToLive;
		try {
			this.lock = registry.obtain(id.name());
		}
		catch (RuntimeException ex) {
			throw new LockBackendException(id, "cannot be had from " + registry + ": " + ex.getMessage(), ex);
		}
	}

	boolean isRenewable() {
		return this.session != null || this.registry instanceof RenewableLockRegistry;
	}

	/**
	 * How often to renew it, where that has been chosen for the time to live asked for.
	 */
	Duration heartbeat(Duration chosen) {
		return (this.session != null) ? this.timeToLive.dividedBy(3) : chosen;
	}

	/**
	 * Locks if it is free.
	 * @param waiting whether the caller would wait, too
	 */
	boolean tryLock(boolean waiting) {
		if (this.lock instanceof DistributedLock) {
			return attempt(Duration.ZERO);
		}
		return waiting ? attempt(FIRST_TRY) : attempt(this.lock::tryLock);
	}

	/**
	 * Lock, waiting until a moment, or as long as it is wanted.
	 * @param wanted is asked each time that the backend has said no
	 */
	boolean await(Deadline deadline, BooleanSupplier wanted) {
		do {
			long begun = System.nanoTime();
			Duration slice = shorter(Duration.ofNanos(Math.max(0, deadline.remainingNanos())),
					shorter(SLICE, this.timeToLive.dividedBy(3)));
			if (attempt(slice)) {
				return true;
			}
			if (deadline.hasCome()) {
				return false;
			}
			if (System.nanoTime() - begun < slice.toNanos() / 2) {
				LockSupport.parkNanos(this, PAUSE_NANOS);
			}
		}
		while (wanted.getAsBoolean());
		return false;
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	private boolean attempt(Duration time) {
		return attempt((this.lock instanceof DistributedLock limited) ? () -> limited.tryLock(time, this.timeToLive)
				: () -> this.lock.tryLock(time.toNanos(), TimeUnit.NANOSECONDS));
	}

	private boolean attempt(Callable<Boolean> attempt) {
		long begun = System.nanoTime();
		try {
			this.locked = attempt.call();
			if (this.session != null) {
				inSession(this.session);
			}
		}
		catch (Exception ex) {
			throw broken("could not be acquired", ex);
		}
		this.livesSince = begun;
		return this.locked && isSettled();
	}

	/** A registry says no, too, when there is no answer. */
	private void inSession(BackendSession session) throws Exception {
		if (this.locked) {
			this.timeToLive = session.timeToLive();
			this.sessionId = session.id();
		}
		else {
			session.renew();
		}
	}

	/**
	 * Returns whether it is ours for some time, however long the backend took to answer.
	 */
	private boolean isSettled() {
		boolean late = remainingNanos() < this.timeToLive.toNanos() / 2;
		if (late && this.session == null && isRenewable() && !renew()) {
			boolean unused = unlock();
			return false;
		}
		if (remainingNanos() <= 0) {
			throw new LockBackendException(this.id, "could not be acquired, because its backend took longer to answer "
					+ "than the lock lives, " + this.timeToLive.toMillis() + " ms", null);
		}
		return true;
	}

	/**
	 * Begins the time to live again.
	 * @return false if the lock is not ours any more
	 * @throws LockBackendException if the backend does not tell
	 */
	boolean renew() {
		long begun = System.nanoTime();
		try {
			if (!renewed()) {
				return false;
			}
		}
		catch (IllegalStateException | IllegalMonitorStateException ex) {
			return false;
		}
		catch (Exception ex) {
			throw broken("could not be renewed", ex);
		}
		this.livesSince = begun;
		return true;
	}

	private boolean renewed() throws Exception {
		if (this.session != null) {
			this.session.renew();
			return this.session.id() == this.sessionId;
		}
		RenewableLockRegistry<?> renewing = (RenewableLockRegistry<?>) this.registry;
		if (this.lock instanceof DistributedLock) {
			renewing.renewLock(this.id.name(), this.timeToLive);
		}
		else {
			renewing.renewLock(this.id.name());
		}
		return true;
	}

	/**
	 * Unlock, if it was locked.
	 * @return false if the lock was not ours any more
	 * @throws LockBackendException if the backend does not tell
	 */
	boolean unlock() {
		if (!this.locked) {
			return true;
		}
		this.locked = false;
		try {
			this.lock.unlock();
			return true;
		}
		catch (ConcurrentModificationException | IllegalMonitorStateException ex) {
			return false;
		}
		catch (RuntimeException ex) {
			throw broken("could not be released and is free when its backend gives it up", ex);
		}
	}

	/**
	 * Returns how long the backend keeps the lock for us at least, if nobody interferes.
	 * @return nanoseconds; zero or less if another may have it, {@link Long#MAX_VALUE} if
	 * the backend does not say
	 */
	long remainingNanos() {
		boolean lives = this.session != null || this.lock instanceof DistributedLock;
		return lives ? this.livesSince + this.timeToLive.toNanos() - System.nanoTime() : INDEFINITELY;
	}

	/** How long to wait for an answer that should come at once. */
	long timeoutNanos() {
		return Math.min(this.timeToLive.toNanos(), Math.max(0, remainingNanos()));
	}

	Duration timeToLive() {
		return this.timeToLive;
	}

	/** How long after an answer the next one comes, while somebody waits. */
	Duration timeToAnswer() {
		return shorter(this.timeToLive, SLICE.multipliedBy(2));
	}

	/** Registries wrap what their client says in what says nothing. */
	private LockBackendException broken(String problem, Exception cause) {
		return new LockBackendException(this.id,
				problem + ", because its backend does not work: " + NestedExceptionUtils.getMostSpecificCause(cause),
				cause);
	}

}

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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.latchkey.CrossProcessLock;
import dev.latchkey.LockCaller;
import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockInspection;
import dev.latchkey.LockInterruptedException;
import dev.latchkey.LockOptions;
import dev.latchkey.LockOrder;
import dev.latchkey.LockOrderException;
import dev.latchkey.LockState;
import dev.latchkey.LockTier;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.internal.acquire.AsyncAcquisition;
import dev.latchkey.internal.wait.Deadline;
import dev.latchkey.spring.LockName;

/**
 * The lock of a name in a registry of Spring Integration. A registry does not report
 * which process holds a lock, so an inspection finds it {@link LockState#UNVERIFIED
 * unverified} always.
 */
final class RegistryLock implements CrossProcessLock<LockHold> {

	private final LockRegistryBackend backend;

	private final LockId id;

	private final LockName name;

	private final LockOptions options;

	RegistryLock(LockRegistryBackend backend, LockId id, LockName name, LockOptions options) {
		this.backend = backend;
		this.id = id;
		this.name = name;
		this.options = options;
	}

	@Override
	public LockId id() {
		return this.id;
	}

	@Override
	public Optional<LockHold> tryAcquire() {
		try {
			return tryAcquire(Duration.ZERO);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new LockInterruptedException(this.name.toString(), ex);
		}
	}

	@Override
	public Optional<LockHold> tryAcquire(Duration timeout) throws InterruptedException {
		try {
			return Optional.of(acquire(timeout));
		}
		catch (LockTimeoutException ex) {
			return Optional.empty();
		}
	}

	@Override
	public LockHold acquire() throws InterruptedException {
		return acquire(Deadline.INDEFINITE);
	}

	@Override
	public LockHold acquire(Duration timeout) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		LockTier tier = this.options.tier();
		LockOrder.Position position = (tier != null) ? this.backend.order().enter(tier, this.id)
				: LockOrder.Position.NONE;
		LockHold hold = null;
		try {
			hold = this.backend.acquire(this.name, this.options, timeout, position, LockCaller.current());
			return hold;
		}
		finally {
			if (hold == null) {
				position.leave();
			}
		}
	}

	@Override
	public CompletableFuture<LockHold> acquireAsync() {
		return acquireAsync(Deadline.INDEFINITE);
	}

	@Override
	public CompletableFuture<LockHold> acquireAsync(Duration timeout) {
		LockTier tier = this.options.tier();
		try {
			if (tier != null) {
				this.backend.order().check(tier, this.id);
			}
		}
		catch (LockOrderException ex) {
			return CompletableFuture.failedFuture(ex);
		}
		LockCaller caller = LockCaller.current().withoutThread();
		return AsyncAcquisition
			.start(() -> this.backend.acquire(this.name, this.options, timeout, LockOrder.Position.NONE, caller));
	}

	@Override
	public LockInspection inspect() {
		return new LockInspection(this.id, LockState.UNVERIFIED, List.of());
	}

	@Override
	public List<LockHolder> holders() {
		return List.of();
	}

	@Override
	public CrossProcessLock<LockHold> with(LockOptions other) {
		return new RegistryLock(this.backend, this.id, this.name, other);
	}

	@Override
	public String toString() {
		return this.id.toString();
	}

}

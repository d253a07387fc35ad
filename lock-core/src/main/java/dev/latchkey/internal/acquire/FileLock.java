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

package dev.latchkey.internal.acquire;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.latchkey.CrossProcessLock;
import dev.latchkey.LockCaller;
import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.internal.wait.Deadline;

/**
 * The verbs of all locks that have a file.
 *
 * @param <H> what an acquisition returns
 */
public abstract class FileLock<H extends LockHold> implements CrossProcessLock<H> {

	/**
	 * Returns what acquires the lock.
	 * @return the acquirer; its id is that of the lock now
	 */
	protected abstract LockAcquirer<H> acquirer();

	@Override
	public final Optional<H> tryAcquire() {
		return acquirer().tryAcquire();
	}

	@Override
	public final Optional<H> tryAcquire(Duration timeout) throws InterruptedException {
		LockAcquirer<H> acquirer = acquirer();
		long start = System.nanoTime();
		H hold = acquirer.acquire(timeout, true, LockCaller.current());
		if (hold == null) {
			acquirer.publishTimeout(start);
		}
		return Optional.ofNullable(hold);
	}

	@Override
	public final H acquire() throws InterruptedException {
		return acquire(Deadline.INDEFINITE);
	}

	@Override
	public final H acquire(Duration timeout) throws InterruptedException {
		LockAcquirer<H> acquirer = acquirer();
		long start = System.nanoTime();
		H hold = acquirer.acquire(timeout, true, LockCaller.current());
		if (hold == null) {
			throw acquirer.timedOut(start);
		}
		return hold;
	}

	@Override
	public final CompletableFuture<H> acquireAsync() {
		return acquireAsync(Deadline.INDEFINITE);
	}

	@Override
	public CompletableFuture<H> acquireAsync(Duration timeout) {
		return AsyncAcquisition.start(acquirer().deferred(timeout));
	}

	@Override
	public List<LockHolder> holders() {
		return acquirer().holders();
	}

	@Override
	public final String toString() {
		return id().toString();
	}

}

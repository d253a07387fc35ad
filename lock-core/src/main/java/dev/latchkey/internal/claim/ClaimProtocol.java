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

package dev.latchkey.internal.claim;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.internal.acquire.LockProtocol;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.holders.RecordedHolders;
import dev.latchkey.internal.lockfile.IdleFiles;
import dev.latchkey.internal.lockfile.LockFileReader;
import dev.latchkey.internal.lockfile.TryOutcome;
import dev.latchkey.internal.wait.Deadline;

/**
 * Acquires one claim: gate, content, announce, beacon.
 */
final class ClaimProtocol implements LockProtocol<ClaimFileHold> {

	/** How long a wait insists on a shared announce before it looks around. */
	private static final Duration TURN = Duration.ofMillis(50);

	private final LockRuntime runtime;

	private final IdleFiles<ClaimFiles> cache;

	private final Duration transitionTimeout;

	private final LockId id;

	private final byte[] content;

	ClaimProtocol(LockRuntime runtime, IdleFiles<ClaimFiles> cache, Duration transitionTimeout, LockId id,
			byte[] content) {
		this.runtime = runtime;
		this.cache = cache;
		this.transitionTimeout = transitionTimeout;
		this.id = id;
		this.content = content;
	}

	@Override
	public LockId id() {
		return this.id;
	}

	@Override
	public @Nullable ClaimFileHold tryAcquire(Duration timeout) {
		return this.<RuntimeException>with((files) -> tryAcquire(files, timeout));
	}

	private @Nullable ClaimFileHold tryAcquire(ClaimFiles files, Duration timeout) {
		while (true) {
			TryOutcome outcome = files.gate().tryLock(timeout);
			if (outcome == TryOutcome.BUSY) {
				return null;
			}
			if (outcome == TryOutcome.SHARED_BY_OTHERS) {
				throw new LockHolders(this.runtime).sharedByOthers(files.gate().path());
			}
			if (outcome == TryOutcome.ACQUIRED) {
				outcome = files.completeUnderGate(this.content, timeout);
				if (outcome == TryOutcome.ACQUIRED) {
					return claim(files);
				}
				if (outcome == TryOutcome.SHARED_BY_OTHERS) {
					throw new LockHolders(this.runtime).sharedByOthers(files.announce().path());
				}
				if (outcome == TryOutcome.BUSY && !files.announce().awaitFreeUninterruptibly(transition(timeout))) {
					return null;
				}
			}
		}
	}

	@Override
	public @Nullable ClaimFileHold acquire(Deadline deadline) throws InterruptedException {
		return this.<InterruptedException>with((files) -> acquire(files, deadline));
	}

	private @Nullable ClaimFileHold acquire(ClaimFiles files, Deadline deadline) throws InterruptedException {
		while (files.gate().lock(deadline)) {
			TryOutcome outcome = files.completeUnderGate(this.content, TURN);
			if (outcome == TryOutcome.ACQUIRED) {
				return claim(files);
			}
			if (outcome == TryOutcome.BUSY && !files.announce().awaitFree(deadline)) {
				return null;
			}
			// Who shares the announce for long is in the way of those who take turns too.
			if (outcome == TryOutcome.SHARED_BY_OTHERS && deadline.hasCome()) {
				return null;
			}
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
		}
		return null;
	}

	private Deadline transition(Duration timeout) {
		return Deadline.after((timeout.compareTo(this.transitionTimeout) < 0) ? timeout : this.transitionTimeout);
	}

	private <E extends Exception> @Nullable ClaimFileHold with(IdleFiles.Use<ClaimFiles, ClaimFileHold, E> attempt)
			throws E {
		return this.cache.lend(this.id.name(), () -> new ClaimFiles(this.runtime, this.id), attempt);
	}

	private ClaimFileHold claim(ClaimFiles files) {
		return new ClaimFileHold(this.runtime, this.id, files.token(), files, this.cache, this.content);
	}

	@Override
	public List<LockHolder> holders(LockHolders finder) {
		if (RecordedHolders.areNeeded(this.runtime)) {
			return recordedHolders(this.runtime, ClaimDirectory.announceOf(this.id));
		}
		List<LockHolder> holders = finder.ofBusy(this.id.path());
		return !holders.isEmpty() ? holders : finder.ofBusy(ClaimDirectory.announceOf(this.id));
	}

	/**
	 * Returns which process has a claim by its announce, where the system does not tell.
	 * @param runtime the runtime
	 * @param announce the announce
	 * @return the process; empty if none that writes it there has the claim
	 */
	static List<LockHolder> recordedHolders(LockRuntime runtime, Path announce) {
		List<LockHolder> holders = LockFileReader.read(runtime, announce,
				(file) -> file.isLocked() ? RecordedHolders.of(runtime, Beacon.holderIn(file), file) : List.of());
		return (holders != null) ? holders : List.of();
	}

}

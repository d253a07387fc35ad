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

package dev.latchkey.internal.ephemeral;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockEvent;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.internal.acquire.LockProtocol;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.holders.RecordedHolders;
import dev.latchkey.internal.lockfile.OpenLockFile;
import dev.latchkey.internal.wait.Deadline;

/**
 * Acquires one lock with a published file, once: mutex, look, publish, look again.
 *
 * @param <H> the kind of hold
 */
public final class EphemeralProtocol<H extends EphemeralHold> implements LockProtocol<H> {

	/** How long after replacing a foreign file its name is looked at once more. */
	private static final long FOREIGN_RECHECK_NANOS = 20_000_000;

	private final LockRuntime runtime;

	private final EphemeralFiles files;

	private final LockId id;

	private final LockFileFormat<H> format;

	/**
	 * Creates a protocol for one acquisition.
	 * @param files the files of the lock and others
	 * @param id the lock
	 * @param format what is in the lock's file
	 */
	public EphemeralProtocol(EphemeralFiles files, LockId id, LockFileFormat<H> format) {
		this.runtime = files.runtime();
		this.files = files;
		this.id = id;
		this.format = format;
	}

	@Override
	public LockId id() {
		return this.id;
	}

	@Override
	public @Nullable H tryAcquire(Duration timeout) {
		return this.files.<H, RuntimeException>with(this.id, (name) -> tryAcquire(name, timeout));
	}

	private @Nullable H tryAcquire(EphemeralName name, Duration timeout) {
		Deadline deadline = Deadline.after(timeout);
		while (this.files.lockMutex(name, timeout)) {
			EphemeralAttempt attempt = attempt(name);
			H hold = hold(name, attempt);
			if (hold != null) {
				return hold;
			}
			switch (attempt.verdict()) {
				case STALLED -> {
					reportStall(attempt);
					attempt.close();
					return null;
				}
				case ALIVE, PERHAPS_ALIVE, TOO_EARLY -> {
					attempt.close();
					return null;
				}
				case SHARED_BY_OTHERS -> {
					attempt.close();
					if (deadline.hasCome()) {
						throw new LockHolders(this.runtime).sharedByOthers(this.id.path());
					}
				}
				case OURS, OURS_FROM_FOREIGN, GONE -> {
				}
			}
		}
		return null;
	}

	@Override
	public @Nullable H acquire(Deadline deadline) throws InterruptedException {
		return this.files.<H, InterruptedException>with(this.id, (name) -> acquire(name, deadline));
	}

	private @Nullable H acquire(EphemeralName name, Deadline deadline) throws InterruptedException {
		while (name.mutex().lock(deadline)) {
			EphemeralAttempt attempt = attempt(name);
			H hold = hold(name, attempt);
			if (hold != null) {
				return hold;
			}
			switch (attempt.verdict()) {
				case STALLED -> {
					reportStall(attempt);
					awaitNews(attempt, deadline);
				}
				case ALIVE, SHARED_BY_OTHERS -> awaitNews(attempt, deadline);
				case PERHAPS_ALIVE, TOO_EARLY -> this.runtime.poll(deadline);
				case OURS, OURS_FROM_FOREIGN, GONE -> {
				}
			}
			if (deadline.hasCome()) {
				return null;
			}
		}
		return null;
	}

	private void reportStall(EphemeralAttempt attempt) {
		OpenLockFile file = attempt.file();
		try {
			if (file != null && this.runtime.reportedStalls().isNew(this.id.path(), file)) {
				List<LockHolder> holders = RecordedHolders.areNeeded(this.runtime)
						? this.files.recordedHolders(file, this.format)
						: LockHolders.ofBusy(this.runtime, this.id.path());
				this.runtime.listener().onEvent(new LockEvent.Stalled(this.id, holders));
			}
		}
		catch (Throwable ex) {
			attempt.close();
			throw ex;
		}
	}

	private EphemeralAttempt attempt(EphemeralName name) {
		EphemeralAttempt attempt = name.attempt(this.format);
		try {
			name.mutex().unlock();
			return attempt;
		}
		catch (Throwable ex) {
			attempt.close();
			throw ex;
		}
	}

	/**
	 * A file of ours must still have its name when it is returned: only programs that
	 * know no mutex could have taken it.
	 */
	private @Nullable H hold(EphemeralName name, EphemeralAttempt attempt) {
		OpenLockFile file = attempt.file();
		boolean fromForeign = attempt.verdict() == EphemeralAttempt.Verdict.OURS_FROM_FOREIGN;
		if (file == null || !(fromForeign || attempt.verdict() == EphemeralAttempt.Verdict.OURS)) {
			return null;
		}
		H hold = null;
		try {
			if (fromForeign) {
				LockSupport.parkNanos(FOREIGN_RECHECK_NANOS);
			}
			file.touch();
			if (!file.isNamed()) {
				return null;
			}
			attempt.former()
				.ifPresent((pid) -> this.runtime.listener()
					.onEvent(new LockEvent.TakenOver(this.id, LockHolders.unseen(pid))));
			hold = this.format.hold(name.token(), file);
			return hold;
		}
		finally {
			if (hold == null) {
				file.close();
			}
		}
	}

	/**
	 * What wakes us is not the lock, only news: the file has no name by then, or nobody
	 * owns it any more.
	 */
	private void awaitNews(EphemeralAttempt attempt, Deadline deadline) throws InterruptedException {
		OpenLockFile file = attempt.file();
		try {
			if (file != null && !deadline.hasCome() && file.await(deadline.atMost(this.runtime.longestPark()))) {
				file.unlock();
			}
		}
		finally {
			attempt.close();
		}
	}

	@Override
	public @Nullable String unavailability() {
		Instant end = (this.format.notBefore() != null) ? this.files.notBefore(this.id) : Instant.EPOCH;
		return end.equals(Instant.EPOCH) ? null : "no holder was found: its last acquisition asked that it is left "
				+ "alone for some time, until " + end;
	}

	@Override
	public List<LockHolder> holders(LockHolders finder) {
		return this.format.holders(finder);
	}

}

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

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockId;
import dev.latchkey.internal.ephemeral.EphemeralAttempt.Verdict;
import dev.latchkey.internal.ephemeral.LockFileFormat.Judgement;
import dev.latchkey.internal.lockfile.EphemeralLockFile;
import dev.latchkey.internal.lockfile.IdleFiles;
import dev.latchkey.internal.lockfile.OpenLockFile;
import dev.latchkey.internal.lockfile.PersistentLockFile;
import dev.latchkey.internal.lockfile.TokenFile;
import dev.latchkey.internal.lockfile.TryOutcome;

/**
 * The name of a published lock, with the standing file that is its mutex and has its
 * fencing counter. The name is looked at, given and taken under the mutex only.
 *
 * <p>
 * Used by one attempt or release at a time; the mutex may be kept open between them.
 */
final class EphemeralName implements IdleFiles.LockFiles {

	/** How long to insist at once when somebody shares the lock: we have the mutex. */
	private static final Duration TURN = Duration.ofMillis(50);

	private final EphemeralFiles files;

	private final LockId id;

	private final EphemeralLockFile published;

	private final PersistentLockFile mutex;

	private long token;

	EphemeralName(EphemeralFiles files, LockId id, Path mutex) {
		this.files = files;
		this.id = id;
		this.published = new EphemeralLockFile(files.runtime(), id.path());
		this.mutex = new PersistentLockFile(files.runtime(), mutex);
	}

	@Override
	public LockId id() {
		return this.id;
	}

	PersistentLockFile mutex() {
		return this.mutex;
	}

	/**
	 * Returns the fencing token that was computed last.
	 * @return the token
	 */
	long token() {
		return this.token;
	}

	/**
	 * Looks at the name, and takes it if it is free or its holder is dead.
	 * @param format what is in the file
	 * @return what came of it
	 */
	EphemeralAttempt attempt(LockFileFormat<?> format) {
		if (format.notBefore() != null && counter().isBeforeTime(Instant.now())) {
			return EphemeralAttempt.of(Verdict.TOO_EARLY);
		}
		OpenLockFile current = this.published.open();
		if (current == null) {
			return EphemeralAttempt.taken(publish(format), OptionalLong.empty());
		}
		boolean kept = false;
		try {
			EphemeralAttempt attempt = attempt(format, current);
			kept = attempt.file() == current;
			return attempt;
		}
		finally {
			if (!kept) {
				current.close();
			}
		}
	}

	private EphemeralAttempt attempt(LockFileFormat<?> format, OpenLockFile current) {
		byte[] content = current.read(format.longest() + 1, 0);
		boolean lockedByHolder = format.isLockedByHolder(content);
		TryOutcome outcome = current.tryLock(TURN);
		if (outcome == TryOutcome.SHARED_BY_OTHERS) {
			return EphemeralAttempt.toWaitFor(Verdict.SHARED_BY_OTHERS, current);
		}
		if (outcome != TryOutcome.ACQUIRED) {
			return lockedByHolder ? alive(format, content, current) : EphemeralAttempt.of(Verdict.PERHAPS_ALIVE);
		}
		OptionalLong former = format.named(content);
		Judgement judgement;
		boolean removed;
		boolean ours = false;
		try {
			if (!current.isNamed()) {
				return EphemeralAttempt.of(Verdict.GONE);
			}
			judgement = format.judge(content, () -> age(current));
			ours = judgement != Judgement.ALIVE && this.published.isInPlace() && overwrite(format, current);
			removed = !ours && judgement == Judgement.DEAD && this.published.remove(current);
		}
		finally {
			// What a program without flock holds is not ours to keep locked.
			if (!ours) {
				current.unlock();
			}
		}
		if (ours) {
			return (judgement == Judgement.DEAD) ? EphemeralAttempt.taken(current, former)
					: EphemeralAttempt.takenFromForeign(current, former);
		}
		if (judgement == Judgement.DEAD) {
			return removed ? EphemeralAttempt.taken(publish(format), former) : EphemeralAttempt.of(Verdict.GONE);
		}
		return (judgement == Judgement.ALIVE) ? EphemeralAttempt.of(Verdict.PERHAPS_ALIVE)
				: EphemeralAttempt.takenFromForeign(this.published.replace(current, nextContent(format)), former);
	}

	private boolean overwrite(LockFileFormat<?> format, OpenLockFile current) {
		this.published.overwrite(current, nextContent(format));
		return true;
	}

	private EphemeralAttempt alive(LockFileFormat<?> format, byte[] content, OpenLockFile current) {
		boolean stalled = format.isStalled(content, () -> age(current));
		return EphemeralAttempt.toWaitFor(stalled ? Verdict.STALLED : Verdict.ALIVE, current);
	}

	private Duration age(OpenLockFile file) {
		return this.files.age(this.id.path(), file);
	}

	private @Nullable OpenLockFile publish(LockFileFormat<?> format) {
		return this.published.publish(nextContent(format));
	}

	private byte[] nextContent(LockFileFormat<?> format) {
		this.token = counter().next(format.notBefore());
		return format.content(this.token);
	}

	private TokenFile counter() {
		return new TokenFile(this.mutex.descriptor());
	}

	/**
	 * Returns the time before which others shall not acquire the lock.
	 * @return the time, 1970 if there is none
	 */
	Instant notBefore() {
		return counter().notBefore();
	}

	/**
	 * Changes the time before which others shall not acquire the lock.
	 * @param time the time
	 * @return {@code true}
	 */
	boolean changeNotBefore(Instant time) {
		counter().notBefore(time);
		return true;
	}

	/**
	 * Takes the name away from a file that is not ours.
	 * @param attempt looks at the file
	 * @param removable tells whether it may go
	 * @return what was seen, or {@code null} if there is no file
	 */
	<T> @Nullable T removeIf(Function<OpenLockFile, T> attempt, Predicate<T> removable) {
		while (true) {
			try (OpenLockFile current = this.published.open()) {
				if (current == null) {
					return null;
				}
				T seen = attempt.apply(current);
				if (removable.test(seen) ? this.published.remove(current) : current.isNamed()) {
					return seen;
				}
			}
		}
	}

	/**
	 * Takes the name away from our file, which was just seen to have it. The file may be
	 * closed afterwards.
	 * @param file our file
	 * @return whether it had it still
	 */
	boolean removeOurs(OpenLockFile file) {
		return this.published.removeName(file);
	}

	@Override
	public void release() {
		this.mutex.release();
	}

	@Override
	public void close() {
		this.mutex.close();
	}

}

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

package dev.latchkey.internal.pack;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.lockfile.OpenLockFile;
import dev.latchkey.internal.lockfile.PersistentLockFile;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.wait.Deadline;

/**
 * Lets a writer go before the readers that come after it. The kernel alone would let
 * readers in for as long as others read. A writer that must wait locks the turnstile, and
 * new readers wait until it is free. It decides only who goes first: what is held is
 * decided by the lock itself.
 *
 * <p>
 * A reader does not defer to a writer that is stopped, which shows by the file not being
 * touched, nor for longer than a limit: the readers that the writer waits for may
 * themselves wait for this one.
 */
final class Turnstile {

	/** What the name of the file has more than the lock's. */
	static final String SUFFIX = ".turn";

	private static final Duration LONGEST_DEFERENCE = Duration.ofSeconds(5);

	private static final Duration BEAT = Duration.ofMillis(500);

	private static final Duration SILENCE = BEAT.multipliedBy(4);

	private final LockRuntime runtime;

	private final Path path;

	private final NativePath name;

	private final Duration longestDeference;

	/**
	 * Creates a turnstile. Nothing is opened.
	 * @param runtime the runtime
	 * @param lock the lock's file
	 */
	Turnstile(LockRuntime runtime, Path lock) {
		this(runtime, lock, LONGEST_DEFERENCE);
	}

	Turnstile(LockRuntime runtime, Path lock, Duration longestDeference) {
		this.runtime = runtime;
		this.path = lock.resolveSibling(lock.getFileName() + SUFFIX);
		this.name = NativePath.of(this.path);
		this.longestDeference = longestDeference;
	}

	/**
	 * Waits for a lock exclusively, before the readers that come from now on.
	 * @param file the lock
	 * @param deadline when to give up
	 * @return whether it is locked now
	 * @throws InterruptedException if the thread was interrupted; nothing is locked then
	 */
	boolean lockFirst(PersistentLockFile file, Deadline deadline) throws InterruptedException {
		PersistentLockFile turn = PersistentLockFile.inExistingDirectory(this.runtime, this.path);
		try {
			boolean locked = false;
			if (turn.lock(deadline)) {
				do {
					turn.descriptor().touch();
					locked = file.lock(deadline.atMost(BEAT));
				}
				while (!locked && !deadline.hasCome());
			}
			return locked;
		}
		finally {
			turn.release();
		}
	}

	/**
	 * Returns whether a reader would go before a writer that waits.
	 * @return whether a writer waits, and is not stopped
	 */
	boolean isTaken() {
		OpenLockFile turn = open();
		if (turn == null) {
			return false;
		}
		try {
			return isTaken(turn);
		}
		finally {
			turn.close();
		}
	}

	/**
	 * Waits until no writer waits that was there first.
	 * @param deadline when to give up
	 * @return whether a reader may go on
	 * @throws InterruptedException if the thread was interrupted
	 */
	boolean pass(Deadline deadline) throws InterruptedException {
		OpenLockFile turn = open();
		if (turn == null) {
			return true;
		}
		try {
			Deadline limit = Deadline.after(this.longestDeference);
			while (!limit.hasCome() && isTaken(turn)) {
				if (deadline.hasCome()) {
					return false;
				}
				boolean unused = turn.awaitFree(deadline.atMost(BEAT));
			}
			return true;
		}
		finally {
			turn.close();
		}
	}

	private @Nullable OpenLockFile open() {
		return OpenLockFile.openToLook(this.runtime, this.name);
	}

	private static boolean isTaken(OpenLockFile turn) {
		long silentMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) - turn.modifiedMicros();
		return Math.abs(silentMicros) < SILENCE.toNanos() / 1_000 && turn.isLocked();
	}

}

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

package dev.latchkey.benchmark;

import java.io.IOException;
import java.nio.file.Path;

import dev.latchkey.LockHold;
import dev.latchkey.LockOptions;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.claim.ClaimDirectory;
import dev.latchkey.internal.heldfile.HeldFileLocks;
import dev.latchkey.internal.named.NamedLocks;

/**
 * A lock type that is measured: those of Latchkey, and what they are compared with.
 */
enum MeasuredLock {

	/** A named lock. */
	NAMED("Latchkey named lock", ".flock") {

		@Override
		Locks open(Path directory) {
			NamedLocks locks = new NamedLocks(LockRuntime.builder().build(), directory, LockOptions.defaults());
			return (key) -> released(locks.lock(key).acquire());
		}

	},

	/** A held file lock, by its path. */
	HELD_FILE("Latchkey held file lock", ".held.lock") {

		@Override
		Locks open(Path directory) {
			HeldFileLocks locks = new HeldFileLocks(LockRuntime.builder().build(), LockOptions.defaults());
			return (key) -> released(locks.lock(file(directory, key)).acquire());
		}

	},

	/** A claim. */
	CLAIM("Latchkey claim", ".live.lock") {

		@Override
		Locks open(Path directory) {
			ClaimDirectory claims = ClaimDirectory.open(directory, LockRuntime.builder().build());
			return (key) -> released(claims.claim(key, new byte[ClaimingPeer.CONTENT_SIZE]).acquire());
		}

	},

	/** The floor: the JDK's lock on a file that stays open, one thread at a time. */
	KEPT_CHANNEL("`FileChannel` kept open, with a `ReentrantLock`", ".channel") {

		@Override
		Locks open(Path directory) {
			KeptChannels channels = new KeptChannels(directory);
			return channels::acquire;
		}

	},

	/** The JDK's lock on a file that is opened each time. Threads do not share it. */
	NEW_CHANNEL("`FileChannel` opened, locked and closed each time", ".channel") {

		@Override
		Locks open(Path directory) {
			return (key) -> KeptChannel.open(file(directory, key)).acquireAndCloseLater();
		}

	},

	/** The system call, from Java, and nothing else. Threads do not share it. */
	FLOCK("blocking `flock` from Java", ".bare") {

		@Override
		Locks open(Path directory) {
			return new BareFlock(directory)::acquire;
		}

	};

	private final String label;

	private final String suffix;

	MeasuredLock(String label, String suffix) {
		this.label = label;
		this.suffix = suffix;
	}

	String label() {
		return this.label;
	}

	/**
	 * Returns the file of a lock.
	 * @param directory the directory of the locks
	 * @param key the lock
	 * @return the file that is locked while the lock is held
	 */
	Path file(Path directory, String key) {
		return directory.resolve(key + this.suffix);
	}

	/**
	 * Opens the locks of a directory.
	 * @param directory the directory, which exists
	 * @return the locks
	 */
	abstract Locks open(Path directory);

	private static Held released(LockHold hold) {
		return hold::close;
	}

	/**
	 * Locks of one kind in one directory.
	 */
	interface Locks {

		/**
		 * Acquires a lock, waiting for as long as it is held.
		 * @param key the lock
		 * @return what is held
		 */
		Held acquire(String key) throws IOException, InterruptedException;

	}

	/**
	 * A lock that is held.
	 */
	interface Held extends AutoCloseable {

		/** Releases the lock. */
		@Override
		void close() throws IOException;

	}

}

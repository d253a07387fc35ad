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

package dev.latchkey.internal.wait;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import dev.latchkey.internal.platform.NativePath;

/**
 * Some files that are watched together. Where the system cannot watch one of them, this
 * is not {@link #isExact() exact}: sleeping then ends after a short while in any case.
 */
public final class FileWatch implements AutoCloseable {

	private static final long POLL_NANOS = 10_000_000;

	private final FileWatcher watcher;

	private final ReentrantLock lock;

	private final Condition changes;

	private final Set<Integer> numbers = new HashSet<>();

	private boolean changed;

	private boolean exact = true;

	FileWatch(FileWatcher watcher, ReentrantLock lock) {
		this.watcher = watcher;
		this.lock = lock;
		this.changes = lock.newCondition();
	}

	/**
	 * Watches an open file for changes of its content, and for the loss of its name.
	 * @param file the file
	 */
	public void addContent(LockableFile file) {
		this.exact &= this.watcher.addContent(this, file);
	}

	/**
	 * Watches a directory for names that come.
	 * @param directory the directory
	 */
	public void addNames(Path directory) {
		this.exact &= this.watcher.addNames(this, NativePath.of(directory));
	}

	/**
	 * Returns whether every change is noticed.
	 * @return whether the system watches all that was added
	 */
	public boolean isExact() {
		return this.exact;
	}

	/**
	 * Returns whether anything has changed since it is watched, or since {@link #await}
	 * has returned. A change that was over before this call is seen.
	 * @return whether it has changed; meaningless if this is not exact
	 */
	public boolean hasChanged() {
		this.lock.lock();
		try {
			this.watcher.take();
			return this.changed;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Sleeps until something has changed since it is watched, or since this method has
	 * returned.
	 * @param deadline when to wake up in any case
	 * @throws InterruptedException if the thread was interrupted
	 */
	public void await(Deadline deadline) throws InterruptedException {
		long nanos = deadline.remainingNanos();
		if (!this.exact) {
			long jittered = POLL_NANOS / 2 + ThreadLocalRandom.current().nextLong(POLL_NANOS);
			TimeUnit.NANOSECONDS.sleep(Math.max(1, Math.min(nanos, jittered)));
			return;
		}
		this.lock.lockInterruptibly();
		try {
			this.watcher.ensureRunning();
			while (!this.changed && nanos > 0) {
				nanos = this.changes.awaitNanos(nanos);
			}
			this.changed = false;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The numbers of the watches; with the watcher's lock only. */
	Set<Integer> numbers() {
		return this.numbers;
	}

	/** The caller has the watcher's lock. */
	void raise() {
		this.changed = true;
		this.changes.signalAll();
	}

	@Override
	public void close() {
		this.watcher.remove(this);
	}

}

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

import java.nio.file.Path;
import java.time.Duration;
import java.util.ConcurrentModificationException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

import org.jspecify.annotations.Nullable;

import dev.latchkey.CrossProcessLock;
import dev.latchkey.LockFileException;
import dev.latchkey.LockHold;
import dev.latchkey.LockLostException;

/**
 * A named lock that belongs to the thread that has it.
 *
 * <p>
 * A lock may be lost: an operator may break it while this process is stopped. To lock it
 * again then throws a {@link LockLostException}, and the last unlock a
 * {@link ConcurrentModificationException}; after that it is as good as new. What the
 * system refuses is a {@link LockFileException}, never "busy".
 */
final class FileRegistryLock implements Lock {

	private final String key;

	private final CrossProcessLock<LockHold> lock;

	private final Path file;

	FileRegistryLock(String key, CrossProcessLock<LockHold> lock) {
		this.key = key;
		this.lock = lock;
		this.file = lock.id().path();
	}

	@Override
	public void lock() {
		boolean interrupted = false;
		try {
			while (!acquiredUnlessInterrupted()) {
				interrupted = true;
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private boolean acquiredUnlessInterrupted() {
		try {
			lockInterruptibly();
			return true;
		}
		catch (InterruptedException ex) {
			return false;
		}
	}

	@Override
	public void lockInterruptibly() throws InterruptedException {
		if (!FileRegistryHolds.enterAgain(this.file)) {
			FileRegistryHolds.enter(this.file, this.lock.acquire());
		}
	}

	@Override
	public boolean tryLock() {
		if (FileRegistryHolds.enterAgain(this.file)) {
			return true;
		}
		return enterIfHeld(this.lock.tryAcquire());
	}

	@Override
	public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
		if (FileRegistryHolds.enterAgain(this.file)) {
			return true;
		}
		return enterIfHeld(this.lock.tryAcquire(Duration.ofNanos(unit.toNanos(time))));
	}

	private boolean enterIfHeld(Optional<LockHold> hold) {
		hold.ifPresent((acquired) -> FileRegistryHolds.enter(this.file, acquired));
		return hold.isPresent();
	}

	@Override
	public void unlock() {
		LockHold hold = FileRegistryHolds.leave(this.file);
		if (hold != null) {
			release(hold);
		}
	}

	private void release(LockHold hold) {
		try {
			hold.closeHeld();
		}
		catch (LockLostException ex) {
			throw (ConcurrentModificationException) new ConcurrentModificationException("The lock of '" + this.key
					+ "' was lost before it was unlocked; " + "others may have changed meanwhile what it protects")
				.initCause(ex);
		}
	}

	@Override
	public Condition newCondition() {
		throw new UnsupportedOperationException("The lock of '" + this.key + "' is a file; files have no conditions");
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof FileRegistryLock that && that.file.equals(this.file);
	}

	@Override
	public int hashCode() {
		return this.file.hashCode();
	}

	@Override
	public String toString() {
		return "lock of '" + this.key + "' (" + this.file + ")";
	}

}

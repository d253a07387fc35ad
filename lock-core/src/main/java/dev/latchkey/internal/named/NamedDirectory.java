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

package dev.latchkey.internal.named;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.LockHolder;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.holders.RecordedHolders;
import dev.latchkey.internal.holders.Sightings;
import dev.latchkey.internal.lockfile.FencingToken;
import dev.latchkey.internal.lockfile.LockFailures;
import dev.latchkey.internal.lockfile.LockPaths;
import dev.latchkey.internal.lockfile.OpenLockFile;
import dev.latchkey.internal.lockfile.PersistentLockFile;
import dev.latchkey.internal.platform.FileStatus;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platform.OpenFiles;
import dev.latchkey.internal.wait.Deadline;

/**
 * The directory of named locks, with the file that is its mutex: whatever removes a lock
 * file or changes a mark has the mutex meanwhile. The mutex file also has the floor, the
 * fencing token that no new file begins below.
 *
 * <p>
 * The mutex file stays open while these locks are used, so that other processes see that
 * this one is a process of Latchkey, and not a program that only takes flock(2).
 */
final class NamedDirectory {

	/** The name of the mutex file. */
	static final String MUTEX = ".mutex";

	/** How long others may have the mutex, which they have for microseconds. */
	private static final Duration LIMIT = Duration.ofSeconds(1);

	private static final long SEEN_NANOS = 1_000_000_000;

	private static final int MOST_SEEN = 1_000;

	private final LockRuntime runtime;

	private final Path path;

	private boolean mappable;

	/** Whether the directory was made and checked. */
	private volatile boolean opened;

	/** The open mutex file is used by one thread at a time. */
	private final ReentrantLock guard = new ReentrantLock();

	private final PersistentLockFile mutex;

	/** Whether the mutex file is closed after each use, and no sweep goes on. */
	private volatile boolean closed;

	private final Sightings sightings = new Sightings();

	private final Map<Long, Sight> seen = new ConcurrentHashMap<>();

	private final NamedSweep sweep;

	/**
	 * Creates a directory, without looking at it.
	 * @param runtime the runtime
	 * @param path the directory, absolute
	 * @param sweepAfter for how long a key must not have been used before its file may be
	 * removed
	 */
	NamedDirectory(LockRuntime runtime, Path path, Duration sweepAfter) {
		this.runtime = runtime;
		this.path = path;
		this.mutex = new PersistentLockFile(runtime, path.resolve(MUTEX));
		this.sweep = new NamedSweep(runtime, this, sweepAfter);
	}

	/**
	 * Makes the directory if it is missing, and opens its mutex file. All but inspections
	 * need this.
	 * @return this directory
	 * @throws LockFileException if it cannot be used
	 */
	NamedDirectory open() {
		if (!this.opened) {
			guarded(() -> {
				this.runtime.directories().ensure(this.path);
				this.mappable = this.runtime.directories().isMappable(this.path);
				OpenLockFile unused = this.mutex.descriptor();
				this.opened = true;
				return this;
			});
		}
		return this;
	}

	Path path() {
		return this.path;
	}

	/**
	 * Returns whether the records of lock files here can be mapped.
	 * @return whether stores into them cannot fail
	 */
	boolean isMappable() {
		return this.mappable;
	}

	/**
	 * Returns the greatest fencing token of the files that were removed from here.
	 * @return the token, or 0 if none was
	 */
	long floor() {
		return guarded(this::readFloor);
	}

	private long readFloor() {
		return FencingToken.plausible(this.mutex.descriptor().readLong(0));
	}

	/**
	 * Makes sure that no new file begins below a token. A token that is not plausible
	 * counts for nothing. Only under the mutex.
	 * @param token the token of a file that is about to be removed
	 */
	void raiseFloor(long token) {
		long plausible = FencingToken.plausible(token);
		if (readFloor() < plausible) {
			this.mutex.descriptor().writeLong(plausible, 0);
		}
	}

	/**
	 * Returns what removes the files of idle keys.
	 * @return the sweep
	 */
	NamedSweep sweep() {
		return this.sweep;
	}

	/**
	 * Returns whether a process uses named locks of this directory. What was found is
	 * believed for a second: a process may have thousands of files open.
	 * @param pid the process
	 * @param otherwise what is assumed of a process whose files must not be looked at
	 * @return whether it has the mutex file open
	 */
	boolean isUsedBy(long pid, boolean otherwise) {
		long now = System.nanoTime();
		Sight known = this.seen.get(pid);
		if (known == null || now - known.nanoTime() >= SEEN_NANOS) {
			OpenFiles open = this.runtime.platform().processes().openFiles(pid);
			known = new Sight(now, (open != null) ? isOpenIn(open) : null);
			if (this.seen.size() >= MOST_SEEN) {
				this.seen.clear();
			}
			this.seen.put(pid, known);
		}
		Boolean uses = known.uses();
		return (uses != null) ? uses : otherwise;
	}

	/** Forgets what processes have open: it decides about a break. */
	void lookAnew() {
		this.seen.clear();
	}

	private boolean isOpenIn(OpenFiles open) {
		FileStatus file = new FileStatus();
		return this.runtime.platform().files().identity(NativePath.of(this.mutex.path()), file) == 0
				&& open.has(LockPaths.withoutDots(this.mutex.path()), file.inode());
	}

	/**
	 * Returns for how long a lock file has been seen as it is now.
	 * @param path the file's path
	 * @param inode its inode number
	 * @param token the token that its record has
	 * @return the time since it was first seen so by this process
	 */
	Duration watched(Path path, long inode, long token) {
		return Duration.ofNanos(this.sightings.nanosOf(path, inode, token));
	}

	/**
	 * Forgets since when a lock file is seen as it is: it is seen to change.
	 * @param path the file's path
	 */
	void unwatch(Path path) {
		this.sightings.forget(path);
	}

	/**
	 * Does something while no other process removes a lock file or changes a mark.
	 * @param <T> the type of the result
	 * @param action what is done
	 * @return its result
	 * @throws LockFileException if another process keeps the mutex
	 */
	<T> T underMutex(Supplier<T> action) {
		return guarded(() -> {
			if (!this.mutex.lockUninterruptibly(Deadline.after(LIMIT))) {
				throw stuck();
			}
			try {
				return action.get();
			}
			finally {
				this.mutex.unlock();
			}
		});
	}

	@CanIgnoreReturnValue
	private <T> T guarded(Supplier<T> action) {
		this.guard.lock();
		try {
			return action.get();
		}
		finally {
			if (this.closed) {
				this.mutex.close();
			}
			this.guard.unlock();
		}
	}

	private LockFileException stuck() {
		List<LockHolder> holders = LockHolders.ofBusy(this.runtime, this.mutex.path());
		return LockFailures.stuck(this.mutex.path(), LIMIT, RecordedHolders.areNeeded(this.runtime)
				? "a process that this system does not name" : holders.toString());
	}

	/**
	 * Returns whether no file of this directory is kept open any more.
	 * @return whether {@link #close()} was called
	 */
	boolean isClosed() {
		return this.closed;
	}

	void close() {
		this.guard.lock();
		try {
			this.closed = true;
			this.mutex.close();
		}
		finally {
			this.guard.unlock();
		}
	}

	/**
	 * What was seen of a process.
	 *
	 * @param nanoTime when it was looked at
	 * @param uses whether it uses these locks, or {@code null} if it must not be looked
	 * at
	 */
	private record Sight(long nanoTime, @Nullable Boolean uses) {
	}

}

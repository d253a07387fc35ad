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

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.jspecify.annotations.Nullable;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockFileException;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.lockfile.FencingToken;
import dev.latchkey.internal.lockfile.OpenLockFile;
import dev.latchkey.internal.platform.FileStatus;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platform.PlatformFeature;
import dev.latchkey.internal.platform.Threads;

/**
 * Removes the files of keys that were not used for some time, so that keys without end do
 * not leave files without end. Files of names without a key stay: {@code flock(1)} does
 * not look at the name again after it has waited.
 *
 * <p>
 * A sweep runs on a thread of its own, after a number of files were made, or some time
 * after the last sweep if any was.
 */
final class NamedSweep {

	/** After so many new files a sweep is due, however short ago the last one was. */
	private static final int MANY_NEW = 8_192;

	/** In a directory with more files than this, keys are idle sooner. */
	private static final int MANY_FILES = 65_536;

	private static final Duration SOON = Duration.ofSeconds(10);

	private final LockRuntime runtime;

	private final NamedDirectory directory;

	private final Duration idleTime;

	private final boolean movesOpenFiles;

	private int made;

	private long last = System.nanoTime();

	private boolean running;

	/**
	 * Creates a sweep that has not begun.
	 * @param runtime the runtime
	 * @param directory the directory
	 * @param idleTime for how long a key must not have been used; zero to remove nothing
	 */
	NamedSweep(LockRuntime runtime, NamedDirectory directory, Duration idleTime) {
		this.runtime = runtime;
		this.directory = directory;
		this.idleTime = idleTime;
		this.movesOpenFiles = runtime.platform().traits().has(PlatformFeature.MOVABLE_OPEN_FILES);
	}

	/**
	 * Notes that a file was made, and begins a sweep if one is due.
	 * @param fileName the name of the file
	 */
	void made(String fileName) {
		if (!this.idleTime.isZero() && !this.directory.isClosed() && isKeyed(fileName) && isDue()) {
			start();
		}
	}

	private synchronized boolean isDue() {
		this.made++;
		boolean lastIsLongAgo = System.nanoTime() - this.last >= this.idleTime.toNanos();
		boolean due = !this.running && (this.made >= MANY_NEW || lastIsLongAgo);
		if (due) {
			this.running = true;
			this.made = 0;
		}
		return due;
	}

	private void start() {
		Thread thread = new Thread(null, this::run, "latchkey-sweep", 0, false);
		thread.setDaemon(true);
		thread.setContextClassLoader(null);
		boolean started = false;
		try {
			Threads.start(thread);
			started = true;
		}
		catch (LatchkeyException ex) {
			// A later file begins it.
		}
		finally {
			if (!started) {
				ended();
			}
		}
	}

	private void run() {
		try {
			sweep();
		}
		catch (LatchkeyException ex) {
			this.runtime.log(Level.WARNING,
					"The files of idle locks in '" + this.directory.path() + "' cannot be removed: " + ex.getMessage());
		}
		finally {
			ended();
		}
	}

	private synchronized void ended() {
		this.running = false;
		this.last = System.nanoTime();
	}

	/**
	 * Removes the files of idle keys.
	 * @return how many were removed
	 */
	@CanIgnoreReturnValue
	int sweep() {
		List<String> keyed = new ArrayList<>();
		this.runtime.directories().list(NativePath.of(this.directory.path()), (name, inode) -> {
			if (isKeyed(name)) {
				keyed.add(name);
			}
		}, new FileStatus());
		boolean soon = keyed.size() > MANY_FILES && SOON.compareTo(this.idleTime) < 0;
		long usedBefore = NamedTimes.micros(Instant.now().minus(soon ? SOON : this.idleTime));
		return (int) keyed.stream()
			.takeWhile((name) -> !this.directory.isClosed())
			.filter((name) -> isRemoved(name, usedBefore))
			.count();
	}

	private static boolean isKeyed(String fileName) {
		return fileName.endsWith(NamedLocks.SUFFIX)
				&& fileName.indexOf('.') < fileName.length() - NamedLocks.SUFFIX.length();
	}

	private boolean isRemoved(String fileName, long usedBefore) {
		try (OpenLockFile file = open(fileName)) {
			return file != null && isIdle(NamedRecord.copyOf(file), usedBefore)
					&& this.directory.underMutex(() -> isRemoved(file, usedBefore));
		}
	}

	/** What cannot be opened as a lock file is no lock file of ours. */
	private @Nullable OpenLockFile open(String fileName) {
		try {
			return OpenLockFile.open(this.runtime, NativePath.of(this.directory.path().resolve(fileName)));
		}
		catch (LockFileException ex) {
			return null;
		}
	}

	/**
	 * Removes the name of a file while it is locked, so that no process holds the lock.
	 * One that opens the file now, or waits for it, finds that it has no name any more.
	 * Where no open file is removed, it stays if another process has it open.
	 */
	private boolean isRemoved(OpenLockFile file, long usedBefore) {
		if (!file.tryLockOnce()) {
			return false;
		}
		try {
			NamedRecord record = NamedRecord.copyOf(file);
			boolean removable = file.isNamed() && isIdle(record, usedBefore);
			if (removable) {
				this.directory.raiseFloor(record.token());
				return this.movesOpenFiles ? removeName(file) : closeAndRemove(file, record);
			}
			return false;
		}
		finally {
			if (file.isOpen()) {
				file.unlock();
			}
		}
	}

	private static boolean removeName(OpenLockFile file) {
		file.removeName();
		return true;
	}

	/**
	 * Closes the file first. A process that locks it before it is removed finds the mark
	 * and goes to the mutex with the file open: so it is not removed, and no token that
	 * was given out is forgotten.
	 */
	private static boolean closeAndRemove(OpenLockFile file, NamedRecord record) {
		record.mark(record.token());
		file.unlock();
		return file.closeAndRemoveName();
	}

	/** The next holder is still to learn of one that died. */
	private static boolean isIdle(NamedRecord record, long usedBefore) {
		return record.isRecord() && record.since() == 0 && record.used() < usedBefore
				&& FencingToken.plausible(record.notBefore()) < FencingToken.now();
	}

}

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

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntUnaryOperator;

import org.jspecify.annotations.Nullable;

import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.NativeBuffer;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platform.Threads;
import dev.latchkey.internal.platform.WatchCalls;

/**
 * Tells many that files have changed, through one watcher of the system, because a user
 * may have few of those.
 *
 * <p>
 * {@code lock} protects everything here, and the taking of events. The system queues an
 * event before the change that it tells of is over, so whoever takes all events sees
 * every change that was over before: {@link FileWatch#hasChanged()} need not wait for the
 * thread, which only serves those who sleep.
 */
public final class FileWatcher implements WatchCalls.Events {

	private static final Logger logger = System.getLogger(FileWatcher.class.getName());

	private static final int EVENTS_SIZE = 4096;

	private static final int NONE = -1;

	private static final NativePath ROOT = NativePath.of(Path.of("/"));

	private static final int MOST_CALLS = 100;

	private static final long CALL_NANOS = 10_000_000;

	private static final long PAUSE_AFTER_ERROR_NANOS = 10_000_000;

	private static final long LONGEST_PAUSE_NANOS = 1_000_000_000;

	/** One for each system there is, which is one, but for tests. */
	private static final Map<WatchCalls, FileWatcher> all = new ConcurrentHashMap<>();

	private final WatchCalls calls;

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<Integer, Set<FileWatch>> watches = new HashMap<>();

	private @Nullable NativeBuffer events;

	private int watcher = NONE;

	private boolean running;

	private boolean endsWhenIdle;

	private final Condition ended = this.lock.newCondition();

	/** How the last file that could not be watched was refused, or 0. */
	private volatile int refusal;

	private FileWatcher(WatchCalls calls) {
		this.calls = calls;
	}

	/**
	 * Returns the watcher of this JVM.
	 * @param calls the system's calls
	 * @return the same watcher for the same calls
	 */
	public static FileWatcher of(WatchCalls calls) {
		return all.computeIfAbsent(calls, FileWatcher::new);
	}

	/**
	 * Says whether all watchers of this JVM are given back while nothing is watched.
	 * @param ends whether they are; they are not, if not said
	 */
	public static void endAllWhenIdle(boolean ends) {
		all.values().forEach((watcher) -> watcher.endWhenIdle(ends));
	}

	private void endWhenIdle(boolean ends) {
		this.lock.lock();
		try {
			this.endsWhenIdle = ends;
			closeIfIdle();
			for (int i = 0; i < MOST_CALLS && ends && this.running && this.watches.isEmpty(); i++) {
				callThread();
				this.ended.awaitNanos(CALL_NANOS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The end of a watch is an event, for which the thread waits. */
	private void callThread() {
		int watch = this.calls.watchNames(this.watcher, ROOT);
		if (watch >= 0) {
			this.calls.unwatch(this.watcher, watch);
		}
	}

	/** The caller has the lock. A thread that waits for events closes by itself. */
	private void closeIfIdle() {
		if (this.endsWhenIdle && !this.running && this.watcher != NONE && this.watches.isEmpty()) {
			this.calls.close(this.watcher);
			this.watcher = NONE;
		}
	}

	/**
	 * Begins to watch nothing yet.
	 * @return the watch, to be closed
	 */
	public FileWatch watch() {
		return new FileWatch(this, this.lock);
	}

	boolean addContent(FileWatch watch, LockableFile file) {
		return add(watch, (watcher) -> this.calls.watchContent(watcher, file.number()));
	}

	boolean addNames(FileWatch watch, NativePath directory) {
		return add(watch, (watcher) -> this.calls.watchNames(watcher, directory));
	}

	private boolean add(FileWatch watch, IntUnaryOperator adding) {
		this.lock.lock();
		try {
			int opened = (this.watcher == NONE) ? this.calls.open() : this.watcher;
			this.watcher = Math.max(NONE, opened);
			int number = (opened >= 0) ? adding.applyAsInt(opened) : opened;
			this.refusal = Math.min(0, number);
			if (number < 0) {
				return false;
			}
			this.watches.computeIfAbsent(number, (same) -> new HashSet<>()).add(watch);
			watch.numbers().add(number);
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns why the last file could not be watched.
	 * @return the reason, or {@code null} if it is watched
	 */
	public @Nullable String refusal() {
		int result = this.refusal;
		return (result < 0) ? Errno.describe(result) : null;
	}

	void remove(FileWatch watch) {
		this.lock.lock();
		try {
			for (Integer number : watch.numbers()) {
				Set<FileWatch> others = this.watches.get(number);
				if (others != null && others.remove(watch) && others.isEmpty()) {
					this.watches.remove(number);
					this.calls.unwatch(this.watcher, number);
				}
			}
			watch.numbers().clear();
			closeIfIdle();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Takes all events that have happened and tells them. The caller has the lock.
	 */
	void take() {
		if (this.watcher == NONE) {
			return;
		}
		if (this.events == null) {
			this.events = new NativeBuffer(EVENTS_SIZE);
		}
		int result = this.calls.read(this.watcher, this.events, this);
		if (result < 0) {
			logger.log(Level.WARNING, "File events cannot be read: " + Errno.describe(result));
			overflowed();
		}
	}

	/**
	 * Makes sure that there is a thread that tells events to those who sleep. The caller
	 * has the lock.
	 */
	void ensureRunning() {
		if (!this.running && this.watcher != NONE) {
			Thread thread = new Thread(this::run, "latchkey-watch");
			thread.setDaemon(true);
			Threads.start(thread);
			this.running = true;
		}
	}

	private void run() {
		int result = 0;
		long pause = PAUSE_AFTER_ERROR_NANOS;
		while (result == 0 || Errno.EINTR.is(result)) {
			try {
				result = this.calls.await(this.watcher);
				if (isOverAfterTaking()) {
					return;
				}
				pause = PAUSE_AFTER_ERROR_NANOS;
			}
			catch (Throwable ex) {
				// Others sleep until this thread wakes them, so it goes on.
				report(ex);
				LockSupport.parkNanos(this, pause);
				pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
			}
		}
		logger.log(Level.WARNING, "File events cannot be awaited: " + Errno.describe(result));
	}

	private static void report(Throwable problem) {
		try {
			logger.log(Level.WARNING, "File events were not passed on. Waits look at their files again by themselves.",
					problem);
		}
		catch (Throwable ex) {
			// There is no memory even for that, or the logger fails.
		}
	}

	private boolean isOverAfterTaking() {
		this.lock.lock();
		try {
			take();
			this.running = !this.endsWhenIdle || !this.watches.isEmpty();
			closeIfIdle();
			this.ended.signalAll();
			return !this.running;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void changed(int number) {
		this.watches.getOrDefault(number, Set.of()).forEach(FileWatch::raise);
	}

	@Override
	public void overflowed() {
		this.watches.values().forEach((some) -> some.forEach(FileWatch::raise));
	}

	@Override
	public void ended(int number) {
		Set<FileWatch> some = this.watches.remove(number);
		if (some != null) {
			some.forEach((watch) -> {
				watch.numbers().remove(number);
				watch.raise();
			});
		}
	}

}

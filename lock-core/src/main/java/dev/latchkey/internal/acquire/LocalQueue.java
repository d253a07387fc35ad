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

package dev.latchkey.internal.acquire;

import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockId;
import dev.latchkey.internal.lockfile.OpenLockFile;
import dev.latchkey.internal.platform.FileStatus;
import dev.latchkey.internal.wait.Deadline;

/**
 * The queue of this JVM in front of each lock: only the thread that has the lock's
 * {@link Ticket} goes on to the kernel.
 *
 * <p>
 * A line is kept when no thread has or awaits its turn, so that the next one finds it.
 * When there are many, those without users are forgotten: a line that has been retired is
 * never joined again, so a key has one line in use at a time.
 *
 * <p>
 * Other processes would starve if this one came straight back each time: the kernel wakes
 * them, but we are faster. So whoever has held a lock for 10 ms in sum pauses for a
 * moment before taking it again. The sums are kept in a table of fixed size; two locks
 * that share a place in it pause a little more often.
 *
 * <p>
 * Two keys may stand for one file: paths through a link or another mount, or other
 * spellings on a filesystem that folds case. Each has a line of its own then, and the
 * kernel keeps them apart. Only a thread that has the file must not wait for itself; so a
 * line knows which file the thread that has its turn has locked.
 */
final class LocalQueue {

	/** One queue for the whole JVM, whoever asks. */
	static final LocalQueue SHARED = new LocalQueue();

	private static final long HELD_LONG_NANOS = 10_000_000;

	private static final long COURTESY_NANOS = 20_000;

	private static final int SUMS = 1024;

	private static final int FEW_LINES = 1024;

	private final ConcurrentHashMap<Object, Line> lines = new ConcurrentHashMap<>();

	private volatile int mostLines = FEW_LINES;

	private final AtomicLongArray heldNanos = new AtomicLongArray(SUMS);

	/**
	 * Takes the turn if it is free and no waiter is entitled to it.
	 * @param key what is queued for
	 * @return the turn, or {@code null}
	 */
	@Nullable Entry tryEnter(Object key) {
		Entry entry = new Entry(key, join(key));
		boolean entered = false;
		try {
			entered = entry.line.ticket.tryTake();
		}
		finally {
			if (!entered) {
				entry.line.leave();
			}
		}
		return entered ? entry.begin() : null;
	}

	/**
	 * Waits for the turn.
	 * @param key what is queued for
	 * @param deadline when to give up
	 * @return the turn, or {@code null} if the deadline came
	 * @throws InterruptedException if the thread was interrupted
	 */
	@Nullable Entry enter(Object key, Deadline deadline) throws InterruptedException {
		Entry entry = new Entry(key, join(key));
		boolean entered = false;
		try {
			entered = entry.line.ticket.take(deadline);
		}
		finally {
			if (!entered) {
				entry.line.leave();
			}
		}
		return entered ? entry.begin() : null;
	}

	/**
	 * Returns whether the calling thread has the turn, and would wait for itself.
	 * @param key what is queued for
	 * @return whether the turn was taken by this thread and is not given back
	 */
	boolean isMine(Object key) {
		Line line = this.lines.get(key);
		return line != null && line.isOf(Thread.currentThread());
	}

	/**
	 * Returns the lock by which the calling thread has a file locked.
	 * @param file the file
	 * @return the lock, or {@code null} if this thread has not locked it
	 */
	@Nullable LockId lockedByMe(FileStatus file) {
		Thread me = Thread.currentThread();
		for (Line line : this.lines.values()) {
			if (line.isOf(me) && line.hasLocked(file)) {
				return line.id;
			}
		}
		return null;
	}

	int waiters(Object key) {
		Line line = this.lines.get(key);
		return (line != null) ? line.ticket.waiters() : 0;
	}

	/** How many lines have users. */
	int size() {
		return (int) this.lines.values().stream().filter(Line::isUsed).count();
	}

	private Line join(Object key) {
		while (true) {
			Line line = this.lines.get(key);
			if (line == null) {
				line = create(key);
			}
			if (line.join()) {
				return line;
			}
			// It is about to be forgotten.
			boolean unused = this.lines.remove(key, line);
		}
	}

	private Line create(Object key) {
		if (this.lines.size() >= this.mostLines) {
			this.lines.values().removeIf(Line::retire);
			// Where most are in use, the next search for others is far away.
			this.mostLines = Math.max(FEW_LINES, 2 * this.lines.size());
		}
		Line created = new Line();
		Line before = this.lines.putIfAbsent(key, created);
		return (before != null) ? before : created;
	}

	private static int slot(Object key) {
		int hash = key.hashCode();
		return (hash ^ (hash >>> 16)) & (SUMS - 1);
	}

	private static final class Line {

		private static final AtomicIntegerFieldUpdater<Line> USERS = AtomicIntegerFieldUpdater.newUpdater(Line.class,
				"users");

		private static final int RETIRED = -1;

		final Ticket ticket = new Ticket();

		private volatile int users;

		// The threads that share the lock, and have given the ticket back.
		volatile @Nullable Queue<Thread> sharers;

		volatile @Nullable Thread holder;

		private long device;

		private long inode;

		private @Nullable LockId id;

		private volatile boolean locked;

		/**
		 * Joins the line.
		 * @return whether it can be joined
		 */
		boolean join() {
			int users = this.users;
			while (users != RETIRED && !USERS.compareAndSet(this, users, users + 1)) {
				users = this.users;
			}
			return users != RETIRED;
		}

		void leave() {
			int unused = USERS.decrementAndGet(this);
		}

		/**
		 * Retires the line if it has no users.
		 * @return whether it is never joined again
		 */
		boolean retire() {
			return USERS.compareAndSet(this, 0, RETIRED);
		}

		boolean isUsed() {
			return this.users > 0;
		}

		void locked(LockId id, OpenLockFile file) {
			this.id = id;
			this.device = file.device();
			this.inode = file.inode();
			this.locked = true;
		}

		boolean hasLocked(FileStatus file) {
			return this.locked && this.inode == file.inode() && this.device == file.device();
		}

		boolean isOf(Thread thread) {
			Queue<Thread> sharers = this.sharers;
			return this.holder == thread || (sharers != null && sharers.contains(thread));
		}

		/**
		 * Called only by the thread that has the ticket, so the queue is created once.
		 */
		void addSharer(Thread thread) {
			Queue<Thread> sharers = this.sharers;
			if (sharers == null) {
				sharers = new ConcurrentLinkedQueue<>();
				this.sharers = sharers;
			}
			sharers.add(thread);
		}

		void removeSharer(Thread thread) {
			Queue<Thread> sharers = this.sharers;
			boolean unused = sharers != null && sharers.remove(thread);
		}

	}

	/**
	 * The right to try for the lock, and then to hold it.
	 */
	final class Entry {

		private final Object key;

		private final Line line;

		private long heldSince;

		private boolean held;

		private @Nullable Thread sharer;

		private Entry(Object key, Line line) {
			this.key = key;
			this.line = line;
		}

		private Entry begin() {
			this.line.holder = Thread.currentThread();
			int slot = slot(key);
			if (LocalQueue.this.heldNanos.get(slot) > HELD_LONG_NANOS) {
				LocalQueue.this.heldNanos.set(slot, 0);
				LockSupport.parkNanos(COURTESY_NANOS);
			}
			return this;
		}

		/**
		 * Notes that the calling thread holds the lock from now on.
		 * @param nanoTime now
		 * @param id the lock
		 * @param locked its file
		 */
		void holds(long nanoTime, LockId id, OpenLockFile locked) {
			this.held = true;
			this.heldSince = nanoTime;
			this.line.locked(id, locked);
		}

		/**
		 * Notes that the file is about to be closed: another file may have its number
		 * after that.
		 */
		void forgetFile() {
			if (this.sharer == null) {
				this.line.locked = false;
			}
		}

		/**
		 * Lets the next one try: the lock is held, and may be shared. That this thread
		 * has it is remembered until it leaves.
		 */
		void share() {
			this.sharer = Thread.currentThread();
			this.line.addSharer(this.sharer);
			giveTicket();
		}

		void leave() {
			try {
				forgetFile();
				if (this.held) {
					LocalQueue.this.heldNanos.addAndGet(slot(this.key), System.nanoTime() - this.heldSince);
				}
				if (this.sharer != null) {
					this.line.removeSharer(this.sharer);
				}
				else {
					giveTicket();
				}
			}
			finally {
				this.line.leave();
			}
		}

		private void giveTicket() {
			this.line.holder = null;
			this.line.ticket.give();
		}

	}

}

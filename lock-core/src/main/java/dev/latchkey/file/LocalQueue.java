package dev.latchkey.file;

import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockId;
import dev.latchkey.platform.FileStatus;

/**
 * The queue of this JVM in front of each lock: only the thread that has the lock's
 * {@link Ticket} goes on to the kernel.
 *
 * <p>
 * A line exists while a thread has or awaits its turn; {@code users} is changed only
 * inside the map's atomic operations.
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
 * kernel keeps them apart. Only a thread that has the file must not wait for itself; so
 * {@code files} knows which files the threads of this JVM have locked.
 */
final class LocalQueue {

	/** One queue for the whole JVM, whoever asks. */
	static final LocalQueue SHARED = new LocalQueue();

	private static final long HELD_LONG_NANOS = 10_000_000;

	private static final long COURTESY_NANOS = 20_000;

	private static final int SUMS = 1024;

	private final ConcurrentHashMap<Object, Line> lines = new ConcurrentHashMap<>();

	private final ConcurrentHashMap<HeldFile, LockId> files = new ConcurrentHashMap<>();

	private final AtomicLongArray heldNanos = new AtomicLongArray(SUMS);

	/**
	 * Takes the turn if it is free and no waiter is entitled to it.
	 * @param key what is queued for
	 * @return the turn, or {@code null}
	 */
	@Nullable Turn tryEnter(Object key) {
		Turn turn = new Turn(key, join(key));
		boolean entered = false;
		try {
			entered = turn.line.ticket.tryTake();
		}
		finally {
			if (!entered) {
				leave(key);
			}
		}
		return entered ? turn.begin() : null;
	}

	/**
	 * Wait for the turn.
	 * @param key what is queued for
	 * @param deadline when to give up
	 * @return the turn, or {@code null} if the deadline came
	 * @throws InterruptedException if the thread was interrupted
	 */
	@Nullable Turn enter(Object key, Deadline deadline) throws InterruptedException {
		Turn turn = new Turn(key, join(key));
		boolean entered = false;
		try {
			entered = turn.line.ticket.take(deadline);
		}
		finally {
			if (!entered) {
				leave(key);
			}
		}
		return entered ? turn.begin() : null;
	}

	/**
	 * Tell whether the calling thread has the turn, and would wait for itself.
	 * @param key what is queued for
	 * @return whether the turn was taken by this thread and is not given back
	 */
	boolean isMine(Object key) {
		Line line = this.lines.get(key);
		return line != null && line.isOf(Thread.currentThread());
	}

	/**
	 * Return the lock by which the calling thread has a file locked.
	 * @param file the file
	 * @return the lock, or {@code null} if this thread has not locked it
	 */
	@Nullable LockId lockedByMe(FileStatus file) {
		return this.files.get(new HeldFile(file.device(), file.inode(), Thread.currentThread()));
	}

	/**
	 * Tell whether no thread has any file locked.
	 * @return whether there is none
	 */
	boolean hasNoFiles() {
		return this.files.isEmpty();
	}

	int waiters(Object key) {
		Line line = this.lines.get(key);
		return (line != null) ? line.ticket.waiters() : 0;
	}

	int size() {
		return this.lines.size();
	}

	private Line join(Object key) {
		Line created = new Line();
		if (this.lines.putIfAbsent(key, created) == null) {
			return created;
		}
		return this.lines.compute(key, (same, line) -> {
			if (line == null) {
				return new Line();
			}
			line.users++;
			return line;
		});
	}

	private void leave(Object key) {
		this.lines.computeIfPresent(key, (same, line) -> (--line.users > 0) ? line : null);
	}

	private static int place(Object key) {
		int hash = key.hashCode();
		return (hash ^ (hash >>> 16)) & (SUMS - 1);
	}

	/** Its methods are written out: those of a record are slow while a JVM is young. */
	private record HeldFile(long device, long inode, Thread thread) {

		@Override
		public int hashCode() {
			return 31 * Long.hashCode(31 * this.device + this.inode) + System.identityHashCode(this.thread);
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof HeldFile file && this.inode == file.inode && this.device == file.device
					&& this.thread == file.thread;
		}

	}

	private static final class Line {

		final Ticket ticket = new Ticket();

		int users = 1;

		// The threads that share the lock, and have given the ticket back.
		volatile @Nullable Queue<Thread> sharers;

		volatile @Nullable Thread owner;

		boolean isOf(Thread thread) {
			Queue<Thread> sharers = this.sharers;
			return this.owner == thread || (sharers != null && sharers.contains(thread));
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
	final class Turn {

		private final Object key;

		private final Line line;

		private long heldSince;

		private boolean held;

		private @Nullable Thread sharer;

		private @Nullable HeldFile file;

		private Turn(Object key, Line line) {
			this.key = key;
			this.line = line;
		}

		private Turn begin() {
			this.line.owner = Thread.currentThread();
			int place = place(key);
			if (LocalQueue.this.heldNanos.get(place) > HELD_LONG_NANOS) {
				LocalQueue.this.heldNanos.set(place, 0);
				LockSupport.parkNanos(COURTESY_NANOS);
			}
			return this;
		}

		/**
		 * Note that the calling thread holds the lock from now on.
		 * @param nanoTime now
		 * @param id the lock
		 * @param locked its file
		 */
		void holds(long nanoTime, LockId id, LockDescriptor locked) {
			this.held = true;
			this.heldSince = nanoTime;
			HeldFile file = new HeldFile(locked.device(), locked.inode(), Thread.currentThread());
			LocalQueue.this.files.put(file, id);
			this.file = file;
		}

		/**
		 * Note that the file is about to be closed: another file may have its number
		 * after that.
		 */
		void letsFileGo() {
			if (this.file != null) {
				LocalQueue.this.files.remove(this.file);
			}
		}

		/**
		 * Let the next one try: the lock is held, and may be shared. That this thread has
		 * it is remembered until it leaves.
		 */
		void share() {
			this.sharer = Thread.currentThread();
			this.line.addSharer(this.sharer);
			giveTurn();
		}

		void leave() {
			try {
				letsFileGo();
				if (this.held) {
					LocalQueue.this.heldNanos.addAndGet(place(this.key), System.nanoTime() - this.heldSince);
				}
				if (this.sharer != null) {
					this.line.removeSharer(this.sharer);
				}
				else {
					giveTurn();
				}
			}
			finally {
				LocalQueue.this.leave(this.key);
			}
		}

		private void giveTurn() {
			this.line.owner = null;
			this.line.ticket.give();
		}

	}

}

package dev.latchkey.heldfile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import dev.latchkey.LockFileException;
import dev.latchkey.LockId;
import dev.latchkey.Owner;
import dev.latchkey.file.Deadline;
import dev.latchkey.file.IdleFiles;
import dev.latchkey.file.LockOwners;
import dev.latchkey.file.LockRuntime;

/**
 * The files of all held file locks of one configuration: lent to one attempt or release
 * at a time, and kept open between them.
 */
final class HeldFiles {

	/**
	 * How long a release or a break puts up with others in the mutex, which they have for
	 * microseconds.
	 */
	private static final Duration MUTEX_LIMIT = Duration.ofSeconds(1);

	private final LockRuntime runtime;

	private final HeldFileOptions options;

	private final HeartbeatAges ages = new HeartbeatAges();

	private final IdleFiles<HeldFile> idle = new IdleFiles<>();

	HeldFiles(LockRuntime runtime, HeldFileOptions options) {
		this.runtime = runtime;
		this.options = options;
	}

	HeldFileOptions options() {
		return this.options;
	}

	HeldFileView view(LockId id) {
		return new HeldFileView(this.runtime, this.options.staleAfter(), this.ages, id.path());
	}

	/**
	 * Take the files of a lock, to be {@link #put put back}.
	 */
	HeldFile take(LockId id) {
		this.runtime.directories().ensure(id.path().getParent());
		HeldFile file = this.idle.take(id.path());
		return (file != null) ? file : new HeldFile(this.runtime, view(id), id);
	}

	/**
	 * Put the files of a lock back, the mutex not locked.
	 */
	void put(HeldFile file) {
		this.idle.put(file);
	}

	/**
	 * Have the mutex of a lock, which others have for microseconds.
	 * @throws LockFileException if somebody sits on it
	 */
	void lockMutex(HeldFile lock, Duration patience) {
		if (!lock.mutex().lockUninterruptibly(Deadline.after(patience))) {
			throw stuck(lock.mutex().path(), patience);
		}
	}

	/**
	 * Do something to the name of a lock.
	 * @throws LockFileException if somebody sits on the mutex
	 */
	<T> T underMutex(LockId id, Function<HeldFile, T> action) {
		HeldFile lock = take(id);
		try {
			lockMutex(lock, MUTEX_LIMIT);
			boolean unlocked = false;
			try {
				T result = action.apply(lock);
				lock.mutex().unlock();
				unlocked = true;
				return result;
			}
			finally {
				if (!unlocked) {
					lock.mutex().release();
				}
			}
		}
		finally {
			put(lock);
		}
	}

	private LockFileException stuck(Path mutex, Duration patience) {
		LockOwners table = new LockOwners(this.runtime);
		List<Owner> owners = table.of(mutex);
		return new LockFileException(mutex,
				"stayed locked for " + patience.toMillis() + " ms by "
						+ (owners.isEmpty() ? table.sharers(mutex) : owners),
				0, "It is needed for microseconds only: see why that process is stopped");
	}

	void close() {
		this.idle.close();
	}

}

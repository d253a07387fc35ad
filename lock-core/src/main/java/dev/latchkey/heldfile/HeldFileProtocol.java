package dev.latchkey.heldfile;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.LockId;
import dev.latchkey.Owner;
import dev.latchkey.file.Deadline;
import dev.latchkey.file.LockDescriptor;
import dev.latchkey.file.LockFailures;
import dev.latchkey.file.LockOwners;
import dev.latchkey.file.LockProtocol;
import dev.latchkey.file.LockRuntime;

/**
 * Acquires one held file lock: mutex, look, publish, look again.
 */
final class HeldFileProtocol implements LockProtocol<HeldFileHold> {

	/**
	 * How long a try puts up with others in the mutex, which they have for microseconds.
	 */
	private static final Duration MUTEX_LIMIT = Duration.ofSeconds(1);

	/** How long after replacing a foreign file its name is looked at once more. */
	private static final long FOREIGN_RECHECK_NANOS = 20_000_000;

	private final LockRuntime runtime;

	private final HeldFileOptions options;

	private final LockId id;

	HeldFileProtocol(LockRuntime runtime, HeldFileOptions options, LockId id) {
		this.runtime = runtime;
		this.options = options;
		this.id = id;
	}

	@Override
	public LockId id() {
		return this.id;
	}

	@Override
	public @Nullable HeldFileHold tryAcquire() {
		HeldFile lock = new HeldFile(this.runtime, this.options, this.id.path());
		HeldFileHold hold = null;
		try {
			while (hold == null) {
				if (!lock.mutex().lockUninterruptibly(Deadline.after(MUTEX_LIMIT))) {
					throw mutexStuck(lock);
				}
				HeldFile.Look look = look(lock);
				switch (look.verdict()) {
					case ALIVE, PROBED -> {
						close(look);
						if (look.verdict() == HeldFile.Verdict.PROBED) {
							throw LockFailures.probed(this.runtime, this.id.path());
						}
						return null;
					}
					case PERHAPS_ALIVE -> {
						return null;
					}
					case OURS, OURS_FROM_FOREIGN, GONE -> hold = hold(lock, look);
				}
			}
			return hold;
		}
		finally {
			if (hold == null) {
				lock.mutex().close();
			}
		}
	}

	private static void close(HeldFile.Look look) {
		if (look.file() != null) {
			look.file().close();
		}
	}

	@Override
	public @Nullable HeldFileHold acquire(Deadline deadline) throws InterruptedException {
		HeldFile lock = new HeldFile(this.runtime, this.options, this.id.path());
		HeldFileHold hold = null;
		try {
			while (hold == null && lock.mutex().lock(deadline)) {
				HeldFile.Look look = look(lock);
				switch (look.verdict()) {
					case ALIVE, PROBED -> awaitNews(look.file(), deadline);
					case PERHAPS_ALIVE -> poll(deadline);
					case OURS, OURS_FROM_FOREIGN, GONE -> hold = hold(lock, look);
				}
				if (hold == null && deadline.hasCome()) {
					return null;
				}
			}
			return hold;
		}
		finally {
			if (hold == null) {
				lock.mutex().close();
			}
		}
	}

	private HeldFile.Look look(HeldFile lock) {
		try {
			return lock.look();
		}
		finally {
			lock.mutex().unlock();
		}
	}

	/**
	 * A file of ours must still have its name when it is returned: only programs that
	 * know no mutex could have taken it.
	 */
	private @Nullable HeldFileHold hold(HeldFile lock, HeldFile.Look look) {
		LockDescriptor file = look.file();
		if (file == null) {
			return null;
		}
		boolean ours = false;
		try {
			if (look.verdict() == HeldFile.Verdict.OURS_FROM_FOREIGN) {
				LockSupport.parkNanos(FOREIGN_RECHECK_NANOS);
			}
			file.touch();
			ours = file.isNamed();
			return ours ? new HeldFileHold(this.runtime, this.id, this.options, lock, file) : null;
		}
		finally {
			if (!ours) {
				file.close();
			}
		}
	}

	/**
	 * What wakes us is not the lock, only news: the file has no name by then, or nobody
	 * owns it any more.
	 */
	private void awaitNews(@Nullable LockDescriptor file, Deadline deadline) throws InterruptedException {
		if (file != null) {
			try {
				if (!deadline.hasCome() && file.await(deadline.atMost(this.runtime.longestPark()))) {
					file.unlock();
				}
			}
			finally {
				file.close();
			}
		}
	}

	private void poll(Deadline deadline) throws InterruptedException {
		LockSupport.parkNanos(this, Math.min(this.runtime.pollInterval().toNanos(), deadline.remainingNanos()));
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
	}

	private LockFileException mutexStuck(HeldFile lock) {
		return new LockFileException(lock.mutex().path(),
				"stayed locked for " + MUTEX_LIMIT.toMillis() + " ms by "
						+ new LockOwners(this.runtime).of(lock.mutex().path()),
				0, "It is needed for microseconds only: see why that process is stopped");
	}

	@Override
	public List<Owner> owners() {
		return new LockOwners(this.runtime).of(this.id.path());
	}

}

package dev.latchkey.heldfile;

import java.nio.file.Path;
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
import dev.latchkey.file.LockProbe;
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
		HeldFile lock = open();
		return using(lock, () -> tryAcquire(lock));
	}

	private @Nullable HeldFileHold tryAcquire(HeldFile lock) {
		while (true) {
			if (!lock.mutex().lockUninterruptibly(Deadline.after(MUTEX_LIMIT))) {
				throw mutexStuck(lock);
			}
			HeldFile.Look look = look(lock);
			switch (look.verdict()) {
				case OURS, OURS_FROM_FOREIGN -> {
					HeldFileHold hold = hold(lock, look);
					if (hold != null) {
						return hold;
					}
				}
				case ALIVE, PERHAPS_ALIVE -> {
					look.close();
					return null;
				}
				case PROBED -> {
					look.close();
					throw LockFailures.probed(this.runtime, this.id.path());
				}
				case GONE -> {
				}
			}
		}
	}

	@Override
	public @Nullable HeldFileHold acquire(Deadline deadline) throws InterruptedException {
		HeldFile lock = open();
		return using(lock, () -> acquire(lock, deadline));
	}

	private @Nullable HeldFileHold acquire(HeldFile lock, Deadline deadline) throws InterruptedException {
		while (lock.mutex().lock(deadline)) {
			HeldFile.Look look = look(lock);
			switch (look.verdict()) {
				case OURS, OURS_FROM_FOREIGN -> {
					HeldFileHold hold = hold(lock, look);
					if (hold != null) {
						return hold;
					}
				}
				case ALIVE, PROBED -> awaitNews(look, deadline);
				case PERHAPS_ALIVE -> poll(deadline);
				case GONE -> {
				}
			}
			if (deadline.hasCome()) {
				return null;
			}
		}
		return null;
	}

	private HeldFile open() {
		this.runtime.directories().ensure(this.id.path().getParent());
		return new HeldFile(this.runtime, this.options, this.id.path());
	}

	private static <E extends Exception> @Nullable HeldFileHold using(HeldFile lock, Step<E> step) throws E {
		HeldFileHold hold = null;
		try {
			hold = step.take();
			return hold;
		}
		finally {
			if (hold == null) {
				lock.mutex().release();
			}
		}
	}

	private static HeldFile.Look look(HeldFile lock) {
		HeldFile.Look look = lock.look();
		boolean unlocked = false;
		try {
			lock.mutex().unlock();
			unlocked = true;
			return look;
		}
		finally {
			if (!unlocked) {
				look.close();
			}
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
	private void awaitNews(HeldFile.Look look, Deadline deadline) throws InterruptedException {
		LockDescriptor file = look.file();
		try {
			if (file != null && !deadline.hasCome() && file.await(deadline.atMost(this.runtime.longestPark()))) {
				file.unlock();
			}
		}
		finally {
			look.close();
		}
	}

	private void poll(Deadline deadline) throws InterruptedException {
		LockSupport.parkNanos(this, Math.min(this.runtime.pollInterval().toNanos(), deadline.remainingNanos()));
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
	}

	private LockFileException mutexStuck(HeldFile lock) {
		Path mutex = lock.mutex().path();
		LockOwners table = new LockOwners(this.runtime);
		List<Owner> owners = table.of(mutex);
		return new LockFileException(mutex,
				"stayed locked for " + MUTEX_LIMIT.toMillis() + " ms by "
						+ (owners.isEmpty() ? table.sharers(mutex) : owners),
				0, "It is needed for microseconds only: see why that process is stopped");
	}

	@Override
	public List<Owner> owners() {
		List<Owner> owners = LockOwners.ofBusy(this.runtime, this.id.path());
		if (!owners.isEmpty()) {
			return owners;
		}
		HeldRecord record = new HeldFile(this.runtime, this.options, this.id.path()).record();
		if (record == null || isKnownToBeFree(record)) {
			return List.of();
		}
		// A program without flock, or one that the kernel does not show us.
		return List.of(LockOwners.announced(this.runtime, record.pid()));
	}

	private boolean isKnownToBeFree(HeldRecord record) {
		return record.isKnownToKernel(this.runtime.platform().processes().self().bootId())
				&& !new LockProbe(this.runtime, this.id.path()).isLocked();
	}

	private interface Step<E extends Exception> {

		@Nullable HeldFileHold take() throws E;

	}

}

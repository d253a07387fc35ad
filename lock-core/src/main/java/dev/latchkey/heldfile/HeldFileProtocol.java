package dev.latchkey.heldfile;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockId;
import dev.latchkey.Owner;
import dev.latchkey.file.Deadline;
import dev.latchkey.file.LockDescriptor;
import dev.latchkey.file.LockFailures;
import dev.latchkey.file.LockOwners;
import dev.latchkey.file.LockProtocol;
import dev.latchkey.file.LockRuntime;

/**
 * Acquires one held file lock, once: mutex, look, publish, look again.
 */
final class HeldFileProtocol implements LockProtocol<HeldFileHold> {

	/** How long after replacing a foreign file its name is looked at once more. */
	private static final long FOREIGN_RECHECK_NANOS = 20_000_000;

	private final LockRuntime runtime;

	private final HeldFiles files;

	private final LockId id;

	private boolean stalledTold;

	HeldFileProtocol(LockRuntime runtime, HeldFiles files, LockId id) {
		this.runtime = runtime;
		this.files = files;
		this.id = id;
	}

	@Override
	public LockId id() {
		return this.id;
	}

	@Override
	public @Nullable HeldFileHold tryAcquire(Duration patience) {
		HeldFile lock = this.files.take(this.id);
		try {
			return tryAcquire(lock, patience);
		}
		finally {
			this.files.put(lock);
		}
	}

	private @Nullable HeldFileHold tryAcquire(HeldFile lock, Duration patience) {
		Deadline deadline = Deadline.after(patience);
		while (true) {
			this.files.lockMutex(lock, patience);
			HeldFile.Look look = look(lock);
			switch (look.verdict()) {
				case OURS, OURS_FROM_FOREIGN -> {
					HeldFileHold hold = hold(lock, look);
					if (hold != null) {
						return hold;
					}
				}
				case STALLED -> {
					look.close();
					tellStalled();
					return null;
				}
				case ALIVE, PERHAPS_ALIVE -> {
					look.close();
					return null;
				}
				case PROBED -> {
					look.close();
					if (deadline.hasCome()) {
						throw LockFailures.probed(this.runtime, this.id.path());
					}
				}
				case GONE -> {
				}
			}
		}
	}

	@Override
	public @Nullable HeldFileHold acquire(Deadline deadline) throws InterruptedException {
		HeldFile lock = this.files.take(this.id);
		try {
			return acquire(lock, deadline);
		}
		finally {
			this.files.put(lock);
		}
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
				case STALLED -> {
					tellStalled();
					awaitNews(look, deadline);
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

	private void tellStalled() {
		if (!this.stalledTold) {
			this.stalledTold = true;
			this.runtime.listener().stalled(this.id, LockOwners.ofBusy(this.runtime, this.id.path()));
		}
	}

	private static HeldFile.Look look(HeldFile lock) {
		HeldFile.Look look = null;
		boolean unlocked = false;
		try {
			look = lock.look();
			lock.mutex().unlock();
			unlocked = true;
			return look;
		}
		finally {
			if (!unlocked) {
				if (look != null) {
					look.close();
				}
				lock.mutex().release();
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
			return ours ? hold(lock.token(), file, look.record()) : null;
		}
		finally {
			if (!ours) {
				file.close();
			}
		}
	}

	private HeldFileHold hold(long token, LockDescriptor file, @Nullable HeldRecord former) {
		if (former != null) {
			this.runtime.listener().staleBroken(this.id, HeldFileView.announced(former));
		}
		return new HeldFileHold(this.runtime, this.id, token, this.files, file);
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

	@Override
	public List<Owner> owners() {
		HeldFileStatus status = this.files.view(this.id).inspect();
		return switch (status.state()) {
			case HELD, STALLED, FOREIGN -> status.owners();
			case FREE, STALE, MALFORMED -> List.of();
		};
	}

}

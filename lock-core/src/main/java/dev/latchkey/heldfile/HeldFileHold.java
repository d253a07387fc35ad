package dev.latchkey.heldfile;

import java.time.Duration;

import dev.latchkey.LockFileException;
import dev.latchkey.LockId;
import dev.latchkey.file.Deadline;
import dev.latchkey.file.FileHold;
import dev.latchkey.file.LockDescriptor;
import dev.latchkey.file.LockRuntime;

/**
 * A held file lock.
 */
final class HeldFileHold extends FileHold {

	/** How long a release waits for the mutex before it leaves the name to the next. */
	private static final Duration RELEASE_LIMIT = Duration.ofSeconds(1);

	private final HeldFile lock;

	private final LockDescriptor file;

	HeldFileHold(LockRuntime runtime, LockId id, HeldFileOptions options, HeldFile lock, LockDescriptor file) {
		super(runtime, id, lock.token(), options.heartbeatInterval().toNanos());
		this.lock = lock;
		this.file = file;
	}

	@Override
	protected boolean isStillOurs() {
		return this.file.isNamed();
	}

	@Override
	protected void beat() {
		this.file.touch();
	}

	@Override
	protected void letGo() {
		boolean removed = false;
		try {
			removed = removeName();
		}
		finally {
			abandon();
		}
		if (!removed) {
			throw new LockFileException(id().path(),
					"was released, but its name is still there: '" + this.lock.mutex().path() + "' stayed locked for "
							+ RELEASE_LIMIT.toMillis() + " ms",
					0, "The next who acquires the lock removes it; see which process is stopped while it has that file "
							+ "locked");
		}
	}

	private boolean removeName() {
		if (!this.lock.mutex().lockUninterruptibly(Deadline.after(RELEASE_LIMIT))) {
			return false;
		}
		try {
			this.lock.remove(this.file);
		}
		finally {
			this.lock.mutex().unlock();
		}
		return true;
	}

	@Override
	protected void abandon() {
		try {
			this.file.unlock();
		}
		finally {
			this.file.close();
			this.lock.mutex().release();
		}
	}

}

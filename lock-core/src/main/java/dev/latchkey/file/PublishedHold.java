package dev.latchkey.file;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.LockId;

/**
 * A hold of a lock with a published file.
 */
public abstract class PublishedHold extends FileHold {

	/** How long a release waits for the mutex before it leaves the name to the next. */
	private static final Duration RELEASE_LIMIT = Duration.ofSeconds(1);

	private final PublishedName name;

	private final LockDescriptor file;

	/**
	 * Create a hold of what has just been published.
	 * @param runtime the runtime
	 * @param id the lock
	 * @param check how often the hold is looked at
	 * @param name the name that was taken
	 * @param file our file
	 */
	protected PublishedHold(LockRuntime runtime, LockId id, Duration check, PublishedName name, LockDescriptor file) {
		super(runtime, id, name.token(), check.toNanos());
		this.name = name;
		this.file = file;
	}

	/**
	 * Return our file.
	 * @return the file, which is locked
	 */
	protected final LockDescriptor file() {
		return this.file;
	}

	@Override
	protected @Nullable Path lostName() {
		return this.file.isNamed() ? null : id().path();
	}

	@Override
	protected void beat() {
	}

	@Override
	protected final void letGo() {
		boolean removed = false;
		try {
			removed = removeName();
		}
		finally {
			abandon();
		}
		if (!removed) {
			throw new LockFileException(id().path(),
					"was released, but its name is still there: '" + this.name.mutex().path() + "' stayed locked for "
							+ RELEASE_LIMIT.toMillis() + " ms",
					0, "The next who acquires the lock removes it; see which process is stopped while it has that file "
							+ "locked");
		}
	}

	private boolean removeName() {
		if (!this.name.mutex().lockUninterruptibly(Deadline.after(RELEASE_LIMIT))) {
			return false;
		}
		try {
			if (lostName() == null) {
				this.name.remove(this.file);
			}
		}
		finally {
			this.name.mutex().unlock();
		}
		return true;
	}

	@Override
	protected final void abandon() {
		try {
			this.file.unlock();
		}
		finally {
			this.file.close();
			this.name.mutex().release();
		}
	}

}

package dev.latchkey;

import java.time.Instant;

/**
 * A thread of this process that waits for a lock. Two waits are the same only if they are
 * the same object.
 */
public final class LockWait {

	private final LockId id;

	private final String thread;

	private final Instant since;

	/**
	 * Create a wait.
	 * @param id the lock that is waited for
	 * @param thread the name of the waiting thread
	 * @param since when the wait began
	 */
	public LockWait(LockId id, String thread, Instant since) {
		this.id = id;
		this.thread = thread;
		this.since = since;
	}

	/**
	 * Return the lock that is waited for.
	 * @return the identity of the lock
	 */
	public LockId id() {
		return this.id;
	}

	/**
	 * Return the name of the waiting thread.
	 * @return the thread's name when the wait began
	 */
	public String thread() {
		return this.thread;
	}

	/**
	 * Return when the wait began, by the wall clock.
	 * @return the beginning of the wait
	 */
	public Instant since() {
		return this.since;
	}

}

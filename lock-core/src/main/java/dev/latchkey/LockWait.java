package dev.latchkey;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A wait of this process for a lock. Two waits are the same only if they are the same
 * object.
 */
public final class LockWait {

	private final LockId id;

	private final LockCaller caller;

	private final Instant since;

	private final @Nullable Instant until;

	/**
	 * Create a wait.
	 * @param id the lock that is waited for
	 * @param caller who waits
	 * @param since when the wait began
	 * @param until when it ends without the lock, or {@code null} if it has no limit
	 */
	public LockWait(LockId id, LockCaller caller, Instant since, @Nullable Instant until) {
		this.id = id;
		this.caller = caller;
		this.since = since;
		this.until = until;
	}

	/**
	 * Return the lock that is waited for.
	 * @return the identity of the lock
	 */
	public LockId id() {
		return this.id;
	}

	/**
	 * Return who waits.
	 * @return the caller
	 */
	public LockCaller caller() {
		return this.caller;
	}

	/**
	 * Return when the wait began, by the wall clock.
	 * @return the beginning of the wait
	 */
	public Instant since() {
		return this.since;
	}

	/**
	 * Return when the wait ends without the lock, by the wall clock.
	 * @return the end of the wait, or {@code null} if it has no limit
	 */
	public @Nullable Instant until() {
		return this.until;
	}

}

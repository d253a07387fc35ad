package dev.latchkey;

import java.io.Serial;

/**
 * A thread asked to wait for a lock that it holds itself, which would never end.
 */
public class LockReentryException extends LatchkeyException {

	@Serial
	private static final long serialVersionUID = 1L;

	// Not serialized: a path has no meaning elsewhere.
	private final transient LockId id;

	/**
	 * Create an exception.
	 * @param id the lock
	 */
	public LockReentryException(LockId id) {
		super("The " + id + " was acquired by this thread already, and waiting for it would never end. "
				+ "Pass the hold on instead of acquiring again, or release it first.");
		this.id = id;
	}

	/**
	 * Return the lock that was entered again.
	 * @return the identity of the lock
	 */
	public LockId id() {
		return this.id;
	}

}

package dev.latchkey;

import java.io.Serial;

/**
 * A lock that was required to be held is not: it was lost, or has been released.
 */
public class LockLostException extends LatchkeyException {

	@Serial
	private static final long serialVersionUID = 1L;

	// Not serialized: a path has no meaning elsewhere.
	private final transient LockId id;

	/**
	 * Create an exception.
	 * @param id the lock
	 * @param reason what happened to it
	 */
	public LockLostException(LockId id, String reason) {
		super("The " + id + " is not held any more: " + reason);
		this.id = id;
	}

	/**
	 * Return the lock that was lost.
	 * @return the identity of the lock
	 */
	public LockId id() {
		return this.id;
	}

}

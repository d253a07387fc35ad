package dev.latchkey.spring;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockId;

/**
 * The backend that keeps the locks, such as a database, does not answer or refuses to
 * work. Whether the lock is busy is not known.
 */
public class LockBackendException extends LatchkeyException {

	@Serial
	private static final long serialVersionUID = 1L;

	// Not serialized: what has no meaning elsewhere.
	private final transient LockId id;

	/**
	 * Create an exception.
	 * @param id the lock
	 * @param problem what is wrong, as the end of a sentence that begins with the lock
	 * @param cause what the backend said, if it said anything
	 */
	public LockBackendException(LockId id, String problem, @Nullable Throwable cause) {
		super("The " + id + " " + problem, cause);
		this.id = id;
	}

	/**
	 * Return the lock that was wanted or held.
	 * @return the identity of the lock
	 */
	public LockId id() {
		return this.id;
	}

}

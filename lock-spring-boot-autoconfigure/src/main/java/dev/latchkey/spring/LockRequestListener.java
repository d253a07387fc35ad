package dev.latchkey.spring;

import dev.latchkey.LockId;
import dev.latchkey.LockTimeoutException;

/**
 * Is called with the outcome of each request of an annotation or a template. A request
 * that joins a lock which its caller holds already is none. The listener is called on the
 * thread that asked or that waited, so it must be quick; what it throws is logged and
 * goes no further.
 */
public interface LockRequestListener {

	/**
	 * A lock was acquired.
	 * @param lock the lock
	 */
	default void acquired(LockId lock) {
	}

	/**
	 * A lock was busy for as long as the request waits.
	 * @param timeout the lock, its holders, and how long the request waited
	 * @param outcome what is done instead, which is not {@link LockOutcome#ACQUIRED}
	 */
	default void busy(LockTimeoutException timeout, LockOutcome outcome) {
	}

}

package dev.latchkey;

import java.io.Serial;

/**
 * A wait was interrupted where the checked {@link InterruptedException} cannot be thrown.
 * The thread's interrupt flag is set again.
 */
public class LockInterruptedException extends LatchkeyException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param lock the lock that was waited for, as people know it
	 * @param cause the interruption
	 */
	public LockInterruptedException(String lock, InterruptedException cause) {
		super("Interrupted while waiting for the lock '" + lock + "'", cause);
	}

}

package dev.latchkey;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

/**
 * The root of what Latchkey throws. A lock that is merely busy is not an exception unless
 * a wait for it ran out.
 */
public class LatchkeyException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message what happened, to what, and what can be done
	 */
	public LatchkeyException(String message) {
		this(message, null);
	}

	/**
	 * Create an exception with a cause.
	 * @param message what happened, to what, and what can be done
	 * @param cause the cause, if there is one
	 */
	public LatchkeyException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}

package dev.latchkey;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

/**
 * Latchkey cannot work here: the operating system is not supported, or its native calls
 * cannot be reached.
 */
public class UnsupportedPlatformException extends LatchkeyException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message what is missing, and what can be done
	 * @param cause the cause, if there is one
	 */
	public UnsupportedPlatformException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}

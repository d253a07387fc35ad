package dev.latchkey;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

/**
 * Latchkey cannot work here: the operating system is not supported, or its native calls
 * cannot be reached.
 */
public class UnsupportedPlatformException extends LockSetupException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param problem what is missing, as a sentence
	 * @param remedy what can be done about it, as a sentence
	 * @param cause the cause, if there is one
	 */
	public UnsupportedPlatformException(String problem, String remedy, @Nullable Throwable cause) {
		super(problem, remedy, cause);
	}

}

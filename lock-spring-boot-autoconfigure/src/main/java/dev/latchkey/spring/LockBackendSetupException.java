package dev.latchkey.spring;

import java.io.Serial;

import dev.latchkey.LockSetupException;

/**
 * The backend that {@code latchkey.backend} asks for cannot be used.
 */
public class LockBackendSetupException extends LockSetupException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param problem what is wrong, as a sentence
	 * @param remedy what to do about it, as a sentence
	 */
	public LockBackendSetupException(String problem, String remedy) {
		super(problem, remedy, null);
	}

}

package dev.latchkey.spring;

import java.io.Serial;

import dev.latchkey.LockSetupException;

/**
 * The engine that {@code latchkey.engine} asks for cannot be used.
 */
public class LockEngineSetupException extends LockSetupException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param problem what is wrong, as a sentence
	 * @param remedy what to do about it, as a sentence
	 */
	public LockEngineSetupException(String problem, String remedy) {
		super(problem, remedy, null);
	}

}

package dev.latchkey.spring.aop;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockSetupException;

/**
 * A lock annotation, or the method that it is on, cannot work.
 */
public class LockDefinitionException extends LockSetupException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param problem what is wrong with which method, as a sentence
	 * @param remedy what to do about it, as a sentence
	 * @param cause the cause, if there is one
	 */
	public LockDefinitionException(String problem, String remedy, @Nullable Throwable cause) {
		super(problem, remedy, cause);
	}

}

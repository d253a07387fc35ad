package dev.latchkey.spring.aop;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LatchkeyException;

/**
 * A lock annotation, or the method that it is on, cannot work.
 */
public class LockDefinitionException extends LatchkeyException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String problem;

	private final String remedy;

	/**
	 * Create an exception.
	 * @param problem what is wrong with which method, as a sentence
	 * @param remedy what to do about it, as a sentence
	 * @param cause the cause, if there is one
	 */
	public LockDefinitionException(String problem, String remedy, @Nullable Throwable cause) {
		super(problem + " " + remedy, cause);
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Return what is wrong.
	 * @return a sentence that names the method
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * Return what to do about it.
	 * @return a sentence
	 */
	public String remedy() {
		return this.remedy;
	}

}

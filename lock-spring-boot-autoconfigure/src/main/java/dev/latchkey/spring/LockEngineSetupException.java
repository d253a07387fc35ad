package dev.latchkey.spring;

import java.io.Serial;

import dev.latchkey.LatchkeyException;

/**
 * The engine that {@code latchkey.engine} asks for cannot be used.
 */
public class LockEngineSetupException extends LatchkeyException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String problem;

	private final String remedy;

	/**
	 * Create an exception.
	 * @param problem what is wrong, as a sentence
	 * @param remedy what to do about it, as a sentence
	 */
	public LockEngineSetupException(String problem, String remedy) {
		super(problem + " " + remedy);
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Return what is wrong.
	 * @return a sentence
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

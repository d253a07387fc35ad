package dev.latchkey;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

/**
 * Locks cannot be as the application asks for them, or not here. It says what is wrong,
 * and what can be done about it.
 */
public abstract class LockSetupException extends LatchkeyException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String problem;

	private final String remedy;

	/**
	 * Create an exception.
	 * @param problem what is wrong, as a sentence
	 * @param remedy what to do about it, as a sentence
	 * @param cause the cause, if there is one
	 */
	protected LockSetupException(String problem, String remedy, @Nullable Throwable cause) {
		super(problem + " " + remedy, cause);
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

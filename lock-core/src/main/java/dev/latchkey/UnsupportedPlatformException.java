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

	private final String problem;

	private final String remedy;

	/**
	 * Create an exception.
	 * @param problem what is missing, a sentence without its end
	 * @param remedy what can be done about it
	 * @param cause the cause, if there is one
	 */
	public UnsupportedPlatformException(String problem, String remedy, @Nullable Throwable cause) {
		super(problem + ". " + remedy, cause);
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Return what is missing.
	 * @return a sentence without its end
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * Return what can be done about it.
	 * @return a sentence
	 */
	public String remedy() {
		return this.remedy;
	}

}

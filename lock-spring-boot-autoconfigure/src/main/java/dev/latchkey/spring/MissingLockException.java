package dev.latchkey.spring;

import java.io.Serial;

import dev.latchkey.LatchkeyException;

/**
 * Code that must run under a lock does not.
 */
public class MissingLockException extends LatchkeyException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param lock the lock, as people know it
	 */
	public MissingLockException(String lock) {
		super("This code runs without " + lock + ". If its method has a lock annotation, it was not called through "
				+ "the bean's proxy, as when an object calls its own method, or creates one with 'new': call it by a "
				+ "reference that was injected, or use LockTemplate. A unit test that needs no lock calls it in "
				+ "LockAssert.passDuring(…)");
	}

}

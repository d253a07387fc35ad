package dev.latchkey.benchmark;

import dev.latchkey.spring.annotation.HeldFileLock;

/**
 * Locked methods that do nothing.
 */
public class AnnotatedService {

	static final String NAME = "annotated";

	/**
	 * A method whose lock has a name and nothing else.
	 * @param id an argument
	 * @return the argument
	 */
	@HeldFileLock(NAME)
	public long constant(Long id) {
		return id;
	}

	/**
	 * A method whose lock has a key.
	 * @param id the key
	 * @return the argument
	 */
	@HeldFileLock(value = NAME, key = "#id")
	public long keyed(Long id) {
		return id;
	}

}

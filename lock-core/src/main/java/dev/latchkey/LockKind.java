package dev.latchkey;

/**
 * The kind of a lock, which decides how its file is to be read.
 */
public enum LockKind {

	/**
	 * A key of a claim directory: {@code <key>.lock} and {@code <key>.live.lock}.
	 */
	CLAIM("claim"),

	/**
	 * A file that exists only while the lock is held.
	 */
	HELD_FILE("held-file");

	private final String label;

	LockKind(String label) {
		this.label = label;
	}

	/**
	 * Return the name of this kind in messages and in the actuator endpoint.
	 * @return the name, in lower case
	 */
	public String label() {
		return this.label;
	}

}

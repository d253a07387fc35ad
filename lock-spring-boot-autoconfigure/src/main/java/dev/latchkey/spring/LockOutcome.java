package dev.latchkey.spring;

/**
 * What became of a request for a lock.
 */
public enum LockOutcome {

	/**
	 * The lock was acquired.
	 */
	ACQUIRED("acquired"),

	/**
	 * The lock was busy, and the caller got an exception.
	 */
	TIMED_OUT("timed-out"),

	/**
	 * The lock was busy, and the guarded code was skipped.
	 */
	SKIPPED("skipped"),

	/**
	 * The lock was busy, and the fallback ran instead.
	 */
	FALLBACK("fallback"),

	/**
	 * The lock was busy, and the guarded code ran without it.
	 */
	UNLOCKED("unlocked");

	private final String label;

	LockOutcome(String label) {
		this.label = label;
	}

	/**
	 * Returns the name of the outcome in meters.
	 * @return a word in lower case
	 */
	public String label() {
		return this.label;
	}

}

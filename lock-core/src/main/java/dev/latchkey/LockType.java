package dev.latchkey;

/**
 * The kind of a lock, which decides how its file is to be read, if it has one.
 */
public enum LockType {

	/**
	 * A key of a claim directory: {@code <key>.lock} and {@code <key>.live.lock}.
	 */
	CLAIM("claim"),

	/**
	 * A name: {@code <name>[.<key>].flock}, which stays, and is locked while the lock is
	 * held.
	 */
	NAMED("named"),

	/**
	 * A file that exists only while the lock is held.
	 */
	HELD_FILE("held-file"),

	/**
	 * A file in or beside the directory that it protects: a pack, its workspace, its
	 * backend or its manifest.
	 */
	PACK("pack"),

	/**
	 * The one writer of a data file: {@code <file>.lock} exists only while it is held.
	 */
	WRITER("writer"),

	/**
	 * The one instance of a program: a file with its process id.
	 */
	PID_FILE("pid-file"),

	/**
	 * A key of a lock engine outside this machine, such as a database. It has no file.
	 */
	REGISTRY("registry");

	private final String label;

	LockType(String label) {
		this.label = label;
	}

	/**
	 * Return the name of this kind in messages and in the actuator endpoint.
	 * @return the name, in lower case
	 */
	public String label() {
		return this.label;
	}

	/**
	 * Tell whether acquisitions of such a lock have fencing tokens.
	 * @return whether {@link LockHold#fencingToken()} answers
	 */
	public boolean hasFencingTokens() {
		return this != REGISTRY;
	}

}

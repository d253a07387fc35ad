package dev.latchkey.heldfile;

/**
 * What the file of a held file lock means.
 */
public enum HeldFileState {

	/**
	 * There is no file: nobody holds the lock.
	 */
	FREE,

	/**
	 * A process of this machine holds the lock, and shows that it lives.
	 */
	HELD,

	/**
	 * A process holds the lock and lives, but has not shown it for {@code staleAfter}: it
	 * is stopped or hangs. It is not robbed; only
	 * {@link HeldFileLocks#breakStalled(java.nio.file.Path)} takes the lock away.
	 */
	STALLED,

	/**
	 * The file was left by an owner that is dead, or has not shown for {@code staleAfter}
	 * that it lives where only that can tell. The next who acquires the lock gets it.
	 */
	STALE,

	/**
	 * The file is of a program that takes no flock, of another machine, or not written
	 * yet. Its owner counts as alive until it has not touched the file for
	 * {@code staleAfter}.
	 */
	FOREIGN,

	/**
	 * The file is no lock file. It is left alone, and keeps everybody from the lock.
	 */
	MALFORMED

}

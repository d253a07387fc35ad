package dev.latchkey.internal.heldfile;

/**
 * What the file of a held file lock means.
 */
public enum HeldFileState {

	/**
	 * There is no file: nobody holds the lock.
	 */
	FREE,

	/**
	 * A process has the file locked, and lives: the kernel says so. It may be a program
	 * that is not of Latchkey, such as {@code flock(1)}, whatever the file says.
	 */
	HELD,

	/**
	 * A process that uses Latchkey has its file locked and lives, but has not touched it
	 * for the {@code staleAfter} that it has itself: it is stopped or hangs. It is not
	 * robbed; only {@link HeldFileLocks#breakStalled(java.nio.file.Path)} takes the lock
	 * away.
	 */
	STALLED,

	/**
	 * Nobody has the file locked, and it was left by an owner that is dead, or has not
	 * shown for {@code staleAfter} that it lives where only that can tell. The next who
	 * acquires the lock gets it.
	 */
	STALE,

	/**
	 * Nobody has the file locked, and it is of a program that takes no flock, of another
	 * machine, or not written yet. Its owner counts as alive until it has not touched the
	 * file for {@code staleAfter}.
	 */
	FOREIGN,

	/**
	 * The file is no lock file, whoever has it locked. It is left alone, and keeps
	 * everybody from the lock.
	 */
	MALFORMED

}

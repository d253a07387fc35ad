package dev.latchkey.internal.lockfile;

/**
 * What came of trying to lock a file.
 */
public enum TryOutcome {

	/**
	 * It is locked by us, and its name leads to it.
	 */
	ACQUIRED,

	/**
	 * Somebody has it exclusively.
	 */
	BUSY,

	/**
	 * Nobody has it exclusively, but somebody sits on a shared lock.
	 */
	PROBED,

	/**
	 * It was locked, but its name leads elsewhere by now. Nothing is locked any more.
	 */
	MOVED

}

package dev.latchkey;

/**
 * What a look at a lock has found.
 */
public enum LockState {

	/**
	 * No process holds the lock.
	 */
	FREE,

	/**
	 * A process of Latchkey is between locking the file and holding the lock, for
	 * microseconds. One that stays so is a waiter that was stopped when the kernel gave
	 * it the lock.
	 */
	ACQUIRING,

	/**
	 * A living process holds the lock.
	 */
	HELD,

	/**
	 * A living process holds the lock, and has not shown for its own stale-after that it
	 * goes on: it is stopped or hangs. It keeps the lock, unless an operator breaks it.
	 */
	STALLED,

	/**
	 * The file is no lock file, whether or not a process has it locked. It is left alone,
	 * and no process of Latchkey gets the lock.
	 */
	MALFORMED

}

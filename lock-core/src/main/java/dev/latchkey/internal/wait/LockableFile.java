package dev.latchkey.internal.wait;

import dev.latchkey.LockFileException;

/**
 * What a wait needs of the file that it waits for.
 */
public interface LockableFile {

	/**
	 * Returns the descriptor.
	 * @return its number
	 */
	int number();

	/**
	 * Locks the file exclusively if that takes no wait.
	 * @return whether it is locked
	 */
	boolean tryLockOnce();

	/**
	 * Locks the file together with others if that takes no wait.
	 * @return whether it is locked
	 */
	boolean tryLockShared();

	/**
	 * Gives the lock up.
	 */
	void unlock();

	/**
	 * Returns what to throw after a system call that failed.
	 * @param action what was refused, as the end of a sentence that begins with the path
	 * @param result the negative error number
	 * @return the exception
	 */
	LockFileException failure(String action, int result);

}

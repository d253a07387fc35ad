package dev.latchkey.internal.lockfile;

/**
 * Keeps files open that are in no use, so that the next use opens less. They are closed
 * when this process has no descriptor left: see {@link IdleCaches}.
 */
public interface IdleCache {

	/**
	 * Closes the files that are in no use, and keeps others open from then on as before.
	 * It is called by a thread that is about to open a file, whatever else that thread
	 * has: it waits for no thread that may open a file too, and opens none itself.
	 */
	void closeIdle();

}

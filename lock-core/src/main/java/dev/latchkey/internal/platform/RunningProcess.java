package dev.latchkey.internal.platform;

/**
 * A process that was running when it was taken hold of. Whatever becomes of it, this one
 * is meant, and never a later process that gets the same number. Results below zero are
 * negated error numbers; see {@link Errno}.
 */
public interface RunningProcess extends AutoCloseable {

	/**
	 * Ask the process to end.
	 * @return 0; {@link Errno#ESRCH} if it has ended; {@link Errno#EPERM} if this process
	 * may not signal it
	 */
	int terminate();

	/**
	 * Kill the process.
	 * @return as {@link #terminate()}
	 */
	int kill();

	/**
	 * Wait until the process has ended. One that is dead and not yet reaped has.
	 * @param millis how long to wait at the most; 0 is to look
	 * @return whether it has ended
	 */
	boolean awaitEnd(int millis);

	/**
	 * Let go of it.
	 */
	@Override
	void close();

}

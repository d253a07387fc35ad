package dev.latchkey.daemon;

/**
 * What came of stopping a program.
 */
public sealed interface StopResult {

	/**
	 * It did not run: there was no pid file.
	 */
	record NotRunning() implements StopResult {

	}

	/**
	 * It did not run any more: the pid file of a dead process was removed.
	 *
	 * @param pid the number in the file
	 */
	record StaleCleaned(long pid) implements StopResult {

	}

	/**
	 * It has ended by itself when it was asked to.
	 *
	 * @param pid the process
	 */
	record Terminated(long pid) implements StopResult {

	}

	/**
	 * It had not ended when the grace was over, and was killed.
	 *
	 * @param pid the process
	 */
	record Killed(long pid) implements StopResult {

	}

}

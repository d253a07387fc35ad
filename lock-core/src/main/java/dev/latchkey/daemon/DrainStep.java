package dev.latchkey.daemon;

/**
 * The work of a daemon: it is done again and again, a piece at a time.
 */
@FunctionalInterface
public interface DrainStep {

	/**
	 * Do what is to be done now, and return. A step that takes long looks at
	 * {@link Thread#isInterrupted()}: it is interrupted when the daemon must end and has
	 * waited for it long enough.
	 * @return what was done
	 * @throws InterruptedException if the thread was interrupted, which ends the daemon
	 * @throws Exception if it failed; the daemon writes that down and goes on, also after
	 * an error such as a failed assertion
	 */
	DrainResult drain() throws Exception;

}

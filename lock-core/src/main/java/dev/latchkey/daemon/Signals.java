package dev.latchkey.daemon;

/**
 * SIGTERM and SIGINT, as Java lets a program hear of them: the JVM begins to end, and
 * waits for what was to be done then.
 */
final class Signals {

	private Signals() {
	}

	/**
	 * Let a thread run when the JVM begins to end.
	 * @param hook the thread, not started
	 * @return false if it is ending already
	 */
	static boolean onShutdown(Thread hook) {
		try {
			Runtime.getRuntime().addShutdownHook(hook);
			return true;
		}
		catch (IllegalStateException ex) {
			return false;
		}
	}

	/**
	 * Take back what {@link #onShutdown} was told.
	 * @param hook the thread
	 */
	static void forget(Thread hook) {
		try {
			Runtime.getRuntime().removeShutdownHook(hook);
		}
		catch (IllegalStateException ex) {
			// The JVM is ending, and the thread runs: there is nothing to take back.
			return;
		}
	}

}

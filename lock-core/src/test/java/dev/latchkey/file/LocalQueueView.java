package dev.latchkey.file;

/**
 * What the queue of this JVM has, for tests of other packages.
 */
public final class LocalQueueView {

	private LocalQueueView() {
	}

	/** How many locks somebody of this JVM has or waits for. */
	public static int lines() {
		return LocalQueue.SHARED.size();
	}

}

package dev.latchkey.internal.acquire;

/**
 * What the queue of this JVM has, for tests of other packages.
 */
public final class LocalQueueView {

	private LocalQueueView() {
	}

	/** How many threads of this JVM wait for their turn. */
	public static int waiters(Object key) {
		return LocalQueue.SHARED.waiters(key);
	}

	/** How many locks somebody of this JVM has or waits for. */
	public static int lines() {
		return LocalQueue.SHARED.size();
	}

}

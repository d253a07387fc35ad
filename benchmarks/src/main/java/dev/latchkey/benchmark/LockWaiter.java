package dev.latchkey.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A JVM with a thread for each of the locks that it waits for, until it is given a line.
 * It may wait for none.
 */
final class LockWaiter {

	private LockWaiter() {
	}

	/**
	 * Waits.
	 * @param arguments the kind, the directory, a lock that is free, then the locks to
	 * wait for
	 */
	public static void main(String[] arguments) throws Exception {
		Kind.Locks locks = Kind.valueOf(arguments[0]).open(Path.of(arguments[1]));
		// Idle or not, it has all that the locks need.
		locks.acquire(arguments[2]).close();
		AtomicInteger acquired = new AtomicInteger();
		for (int i = 3; i < arguments.length; i++) {
			String key = arguments[i];
			Thread thread = new Thread(() -> {
				try {
					locks.acquire(key).close();
					acquired.incrementAndGet();
				}
				catch (IOException | InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			});
			thread.setDaemon(true);
			thread.start();
		}
		Peer.ready();
		int unused = System.in.read();
		System.out.println(acquired.get());
		Runtime.getRuntime().halt(0);
	}

}

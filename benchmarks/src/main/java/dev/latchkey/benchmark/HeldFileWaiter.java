package dev.latchkey.benchmark;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import dev.latchkey.LockHold;
import dev.latchkey.heldfile.HeldFileLocks;

/**
 * A JVM with a thread for each of the held file locks that it waits for, until it is
 * given a line. It may wait for none.
 */
final class HeldFileWaiter {

	private HeldFileWaiter() {
	}

	/**
	 * Wait.
	 * @param arguments a lock's file that is free, then the files to wait for
	 */
	public static void main(String[] arguments) throws Exception {
		HeldFileLocks locks = new HeldFileLocks();
		// Idle or not, it has all that held file locks need.
		try (LockHold hold = locks.acquire(Path.of(arguments[0]))) {
			hold.requireHeld();
		}
		AtomicInteger acquired = new AtomicInteger();
		for (int i = 1; i < arguments.length; i++) {
			Path path = Path.of(arguments[i]);
			Thread thread = new Thread(() -> {
				try (LockHold hold = locks.acquire(path)) {
					hold.requireHeld();
					acquired.incrementAndGet();
				}
				catch (InterruptedException ex) {
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

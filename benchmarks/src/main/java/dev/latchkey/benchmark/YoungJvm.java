package dev.latchkey.benchmark;

import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * A new JVM that acquires and releases a lock every 0.2 ms, and prints how long each
 * acquisition with its release took.
 */
final class YoungJvm {

	private static final long PAUSE_NANOS = 200_000;

	private YoungJvm() {
	}

	/**
	 * Measures.
	 * @param arguments the kind, the directory, and how many acquisitions
	 */
	public static void main(String[] arguments) throws Exception {
		Kind kind = Kind.valueOf(arguments[0]);
		long[] nanos = new long[Integer.parseInt(arguments[2])];
		long start = System.nanoTime();
		Kind.Locks locks = kind.open(Path.of(arguments[1]));
		for (int i = 0; i < nanos.length; i++) {
			locks.acquire("young").close();
			nanos[i] = System.nanoTime() - start;
			LockSupport.parkNanos(PAUSE_NANOS);
			start = System.nanoTime();
		}
		for (long value : nanos) {
			System.out.println(value);
		}
	}

}

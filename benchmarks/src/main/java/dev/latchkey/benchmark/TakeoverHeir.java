package dev.latchkey.benchmark;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import dev.latchkey.LockHold;
import dev.latchkey.heldfile.HeldFileLocks;

/**
 * A JVM that waits for a held file lock each time it is given a line, and tells when it
 * got it.
 */
final class TakeoverHeir {

	private static final int WARM_UP_CYCLES = 30_000;

	private TakeoverHeir() {
	}

	/**
	 * Wait.
	 * @param arguments the lock's file
	 */
	public static void main(String[] arguments) throws Exception {
		Peer.logProblemsOnly();
		HeldFileLocks locks = new HeldFileLocks();
		Path path = Path.of(arguments[0]);
		for (int i = 0; i < WARM_UP_CYCLES; i++) {
			try (LockHold hold = locks.acquire(path.resolveSibling("warm-up.lock"))) {
				hold.requireHeld();
			}
		}
		Peer.ready();
		BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		String line = lines.readLine();
		while (line != null && !line.isEmpty()) {
			try (LockHold hold = locks.acquire(path)) {
				long nanoTime = System.nanoTime();
				hold.requireHeld();
				System.out.println(nanoTime);
			}
			line = lines.readLine();
		}
	}

}

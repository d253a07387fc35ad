package dev.latchkey.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM that has locks until it is killed or given a line.
 */
final class LockOwner {

	private LockOwner() {
	}

	/**
	 * Holds.
	 * @param arguments the kind, the directory, and the keys
	 */
	public static void main(String[] arguments) throws Exception {
		Peer.logProblemsOnly();
		Kind.Locks locks = Kind.valueOf(arguments[0]).open(Path.of(arguments[1]));
		List<Kind.Held> held = new ArrayList<>();
		for (int i = 2; i < arguments.length; i++) {
			held.add(locks.acquire(arguments[i]));
		}
		Peer.ready();
		int unused = System.in.read();
		for (Kind.Held lock : held) {
			lock.close();
		}
	}

}

package dev.latchkey.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.latchkey.LockHold;
import dev.latchkey.heldfile.HeldFileLocks;

/**
 * A JVM that has held file locks until it is killed or given a line.
 */
final class HeldFileOwner {

	private HeldFileOwner() {
	}

	/**
	 * Hold.
	 * @param arguments the locks' files
	 */
	public static void main(String[] arguments) throws Exception {
		Peer.logProblemsOnly();
		HeldFileLocks locks = new HeldFileLocks();
		List<LockHold> holds = new ArrayList<>();
		for (String path : arguments) {
			holds.add(locks.tryAcquire(Path.of(path)).orElseThrow());
		}
		Peer.ready();
		int unused = System.in.read();
		holds.forEach(LockHold::requireHeld);
		holds.forEach(LockHold::close);
	}

}

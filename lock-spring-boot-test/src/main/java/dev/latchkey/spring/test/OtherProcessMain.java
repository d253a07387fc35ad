package dev.latchkey.spring.test;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

import dev.latchkey.LockHold;
import dev.latchkey.heldfile.HeldFileLocks;

/**
 * What an {@link OtherProcess} runs: it holds a lock until its input ends. It has nothing
 * on its class path but lock-core, JNA and this.
 */
final class OtherProcessMain {

	/** The line that says that the lock is held. */
	static final String HELD = "latchkey: held";

	private OtherProcessMain() {
	}

	public static void main(String... arguments) throws IOException {
		Path file = Path.of(arguments[0]);
		try (HeldFileLocks locks = new HeldFileLocks(); LockHold hold = locks.tryAcquire(file).orElse(null)) {
			if (hold == null) {
				System.out.println("It is busy: " + locks.owners(file));
				return;
			}
			System.out.println(HELD);
			long unused = System.in.transferTo(OutputStream.nullOutputStream());
		}
	}

}

package dev.latchkey.spring.actuate;

import java.util.List;
import java.util.Locale;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockKind;
import dev.latchkey.Owner;
import dev.latchkey.file.LockOwners;
import dev.latchkey.file.LockProbe;
import dev.latchkey.file.LockRuntime;

/**
 * Whether a lock file is held. The kernel's table is asked first; where it names nobody,
 * the file itself is, for the holder may be in a container that cannot be seen from here.
 */
enum LockFileState {

	/** Somebody has the lock. */
	HELD,

	/** Somebody is about to have the claim, or has just given it up. */
	ACQUIRING,

	/** Nobody has the claim. */
	FREE,

	/**
	 * The kernel knows no holder. It is dead, and the next one gets the lock at once; or
	 * it is a program that takes no flock; or the file cannot be read.
	 */
	UNKNOWN;

	/**
	 * Look at a lock.
	 * @param file its file
	 * @param holders who has that file locked
	 * @param table the kernel's table
	 * @param runtime the runtime
	 * @return its state
	 */
	static LockFileState of(LockFile file, List<Owner> holders, LockOwners table, LockRuntime runtime) {
		try {
			boolean locked = !holders.isEmpty() || new LockProbe(runtime, file.path()).isLocked();
			if (file.kind() == LockKind.HELD_FILE) {
				return locked ? HELD : UNKNOWN;
			}
			boolean announced = !table.of(file.announce()).isEmpty()
					|| new LockProbe(runtime, file.announce()).isLocked();
			if (locked && announced) {
				return HELD;
			}
			return (locked || announced) ? ACQUIRING : FREE;
		}
		catch (LatchkeyException ex) {
			return UNKNOWN;
		}
	}

	String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}

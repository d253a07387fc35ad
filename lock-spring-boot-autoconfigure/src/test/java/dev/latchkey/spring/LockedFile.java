package dev.latchkey.spring;

import java.nio.file.Path;
import java.util.Objects;

import org.assertj.core.api.Condition;

import dev.latchkey.LockState;
import dev.latchkey.internal.named.NamedLocks;

/**
 * Whether the file of a named lock is locked, which tells whether the lock is held: the
 * file stays.
 */
public final class LockedFile {

	private LockedFile() {
	}

	/** The file is locked. */
	public static Condition<Path> locked() {
		return new Condition<>(LockedFile::isLocked, "locked");
	}

	/** Tell whether a file is locked, by whatever process. */
	public static boolean isLocked(Path file) {
		Path directory = Objects.requireNonNull(file.getParent());
		try (NamedLocks locks = new NamedLocks(directory)) {
			return locks.ofFile(file).inspect().state() != LockState.FREE;
		}
	}

}

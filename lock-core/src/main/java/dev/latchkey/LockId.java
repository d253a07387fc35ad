package dev.latchkey;

import java.nio.file.Path;

/**
 * Which lock: its kind, the name that people use for it, and the file that the kernel
 * knows it by.
 *
 * @param kind the kind of the lock
 * @param name the name that people use: a claim's key, or the file's name
 * @param path the file that is locked, absolute
 */
public record LockId(LockKind kind, String name, Path path) {

	@Override
	public String toString() {
		return this.kind.label() + " lock '" + this.name + "' (" + this.path + ")";
	}

}

package dev.latchkey;

import java.nio.file.Path;

/**
 * Which lock: its kind, the name that people use for it, and the file that the kernel
 * knows it by.
 *
 * @param kind the kind of the lock
 * @param name the name that people use: a claim's key, or the file's name, or the key in
 * a registry
 * @param path the file that is locked, absolute; for a {@link LockType#REGISTRY} lock,
 * which has no file, the key again
 */
public record LockId(LockType kind, String name, Path path) {

	@Override
	public String toString() {
		String named = this.kind.label() + " lock '" + this.name + "'";
		return (this.kind != LockType.REGISTRY) ? named + " (" + this.path + ")" : named;
	}

}

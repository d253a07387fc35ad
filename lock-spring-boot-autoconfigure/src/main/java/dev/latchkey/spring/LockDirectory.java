package dev.latchkey.spring;

import java.nio.file.Path;

import dev.latchkey.LockFileException;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.lockfile.LockPaths;

/**
 * Where an application's named locks are.
 */
public final class LockDirectory {

	private final Path path;

	/**
	 * Make sure that a directory can hold lock files; it is made if it is missing.
	 * @param runtime the runtime
	 * @param path the directory
	 * @throws LockFileException if it cannot be made or written, is not a directory, is
	 * not safe, or is on a filesystem that is not allowed
	 */
	public LockDirectory(LockRuntime runtime, Path path) {
		this.path = LockPaths.absolute(path);
		runtime.directories().requireShareable(this.path);
	}

	/**
	 * Return the directory.
	 * @return the directory, absolute
	 */
	public Path path() {
		return this.path;
	}

	/**
	 * Return the file of a lock.
	 * @param lock the lock
	 * @return the file, which stays, and is locked while the lock is held
	 */
	public Path file(LockName lock) {
		return this.path.resolve(lock.fileName());
	}

}

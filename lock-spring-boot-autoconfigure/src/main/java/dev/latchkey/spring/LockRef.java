package dev.latchkey.spring;

import java.nio.file.Path;

/**
 * What a {@link LockRequest} asks for.
 */
public sealed interface LockRef permits LockName, LockRef.HeldFile, LockRef.Pack {

	/**
	 * A held file lock whose file is given, wherever it is.
	 *
	 * @param file the file, which exists while the lock is held
	 */
	record HeldFile(Path file) implements LockRef {

		@Override
		public String toString() {
			return this.file.toString();
		}

	}

	/**
	 * A pack.
	 *
	 * @param directory the directory that is the pack
	 */
	record Pack(Path directory) implements LockRef {

		@Override
		public String toString() {
			return this.directory.toString();
		}

	}

}

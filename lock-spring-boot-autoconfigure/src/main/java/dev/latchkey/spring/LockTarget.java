package dev.latchkey.spring;

import java.nio.file.Path;

/**
 * What a {@link LockRequest} asks for.
 */
public sealed interface LockTarget permits LockName, LockTarget.HeldFile, LockTarget.Pack {

	/**
	 * A held file lock whose file is given, wherever it is.
	 *
	 * @param file the file, which exists while the lock is held
	 */
	record HeldFile(Path file) implements LockTarget {

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
	record Pack(Path directory) implements LockTarget {

		@Override
		public String toString() {
			return this.directory.toString();
		}

	}

}

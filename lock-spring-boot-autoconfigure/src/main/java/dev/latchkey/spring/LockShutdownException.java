package dev.latchkey.spring;

import java.io.Serial;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LatchkeyException;

/**
 * A lock was not acquired because the application is being stopped. What waited for it
 * has stopped waiting. Begin again when the application has started again, or let another
 * instance do the work.
 */
public class LockShutdownException extends LatchkeyException {

	@Serial
	private static final long serialVersionUID = 1L;

	// Not serialized: a path has no meaning elsewhere.
	private final transient Path file;

	/**
	 * Create an exception.
	 * @param file the lock's file
	 * @param cause what ended the wait for it, if there was one
	 */
	public LockShutdownException(Path file, @Nullable Throwable cause) {
		super("The lock '" + file + "' was not acquired: the application is being stopped, and begins nothing "
				+ "that needs a lock. Leave the work to another instance, or to the next start", cause);
		this.file = file;
	}

	/**
	 * Return the lock's file.
	 * @return the file
	 */
	public Path file() {
		return this.file;
	}

}

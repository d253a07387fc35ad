package dev.latchkey.spring.annotation;

/**
 * What happens when a lock stayed busy for the whole wait time.
 */
public enum WhenBusy {

	/**
	 * What the property {@code latchkey.when-busy} says, which is to throw if it is not
	 * set.
	 */
	DEFAULT,

	/**
	 * Throw a {@code LockTimeoutException}, which names the holder.
	 */
	THROW,

	/**
	 * Do not run the guarded code, and return nothing: {@code null}, or an empty
	 * {@link java.util.Optional}. Not for methods that must return something.
	 */
	SKIP,

	/**
	 * Run the guarded code without the lock. Nothing is excluded then.
	 */
	RUN_UNLOCKED

}

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
	 * Do not run the guarded code, and return nothing: {@code null}, an empty
	 * {@link java.util.Optional}, a stage that is completed with {@code null}, or an
	 * empty publisher. Not for methods that must return something.
	 */
	SKIP,

	/**
	 * Run other code instead, without the lock: the method that the annotation names, or
	 * what a template was given. Not for {@code latchkey.when-busy}, which has no method
	 * to name.
	 */
	FALLBACK,

	/**
	 * Run the guarded code without the lock. Nothing is excluded then.
	 */
	RUN_UNLOCKED

}

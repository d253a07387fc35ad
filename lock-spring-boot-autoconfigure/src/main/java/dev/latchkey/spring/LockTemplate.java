package dev.latchkey.spring;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.jspecify.annotations.Nullable;

import dev.latchkey.LockInterruptedException;
import dev.latchkey.LockTimeoutException;

/**
 * Runs code under a lock, as {@link dev.latchkey.spring.annotation.HeldFileLock} does for
 * methods. What the code throws is passed on as it is.
 *
 * <p>
 * Code that asks for a lock which its thread holds already joins it.
 */
public final class LockTemplate {

	private final LockEngine engine;

	/**
	 * Create a template.
	 * @param engine the engine
	 */
	public LockTemplate(LockEngine engine) {
		this.engine = engine;
	}

	/**
	 * Run code that returns something.
	 * @param <T> what it returns
	 * @param <E> what it throws
	 * @param request which lock, and how much it is wanted
	 * @param body the code
	 * @return what the code returned, or {@code null} if it was skipped
	 * @throws E if the code throws it
	 * @throws LockTimeoutException if the lock was busy and the request says to throw
	 * @throws LockInterruptedException if the thread was interrupted while it waited; its
	 * interrupt flag is set again
	 */
	@CanIgnoreReturnValue
	public <T, E extends Throwable> @Nullable T execute(LockRequest request, Supplier<T, E> body) throws E {
		try (LockSection section = this.engine.enterUnchecked(request)) {
			return section.isSkipped() ? null : body.get();
		}
	}

	/**
	 * Run code that returns nothing.
	 * @param <E> what it throws
	 * @param request which lock, and how much it is wanted
	 * @param body the code
	 * @return whether the code ran, which is false only if it was skipped
	 * @throws E if the code throws it
	 * @throws LockTimeoutException if the lock was busy and the request says to throw
	 * @throws LockInterruptedException if the thread was interrupted while it waited; its
	 * interrupt flag is set again
	 */
	@CanIgnoreReturnValue
	public <E extends Throwable> boolean executeWithoutResult(LockRequest request, Action<E> body) throws E {
		try (LockSection section = this.engine.enterUnchecked(request)) {
			if (section.isSkipped()) {
				return false;
			}
			body.run();
			return true;
		}
	}

	/**
	 * Guarded code that returns something.
	 *
	 * @param <T> what it returns
	 * @param <E> what it throws
	 */
	@FunctionalInterface
	public interface Supplier<T, E extends Throwable> {

		/**
		 * Run.
		 * @return the result
		 * @throws E if it fails
		 */
		@Nullable T get() throws E;

	}

	/**
	 * Guarded code that returns nothing.
	 *
	 * @param <E> what it throws
	 */
	@FunctionalInterface
	public interface Action<E extends Throwable> {

		/**
		 * Run.
		 * @throws E if it fails
		 */
		void run() throws E;

	}

}

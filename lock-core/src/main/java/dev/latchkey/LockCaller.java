package dev.latchkey;

import org.jspecify.annotations.Nullable;

/**
 * Who asked for a lock, within this process.
 *
 * @param thread the thread that waits for the lock, or acquired it to use it itself;
 * {@code null} if the lock was asked for on behalf of no thread
 * @param place where in the program that was, or {@code null} if nobody has said it
 */
public record LockCaller(@Nullable Thread thread, @Nullable String place) {

	private static final ThreadLocal<@Nullable String> currentPlace = new ThreadLocal<>();

	/**
	 * Return who asks for a lock now.
	 * @return this thread, at the place that it is said to be
	 */
	public static LockCaller current() {
		return new LockCaller(Thread.currentThread(), currentPlace.get());
	}

	/**
	 * Say who asks for a lock that is no thread's.
	 * @return the same place
	 */
	public LockCaller withoutThread() {
		return new LockCaller(null, this.place);
	}

	/**
	 * Ask for locks at a place of the program. People are shown it while they look for
	 * who holds a lock or waits for it.
	 * @param <T> what the action returns
	 * @param <E> how the action may fail
	 * @param place the place, such as the name of a method; {@code null} if not known
	 * @param action asks for locks, on this thread
	 * @return what the action returned
	 * @throws E if the action fails
	 */
	public static <T extends @Nullable Object, E extends Exception> T at(@Nullable String place, Action<T, E> action)
			throws E {
		String before = currentPlace.get();
		set(place);
		try {
			return action.run();
		}
		finally {
			set(before);
		}
	}

	private static void set(@Nullable String place) {
		if (place != null) {
			currentPlace.set(place);
		}
		else {
			currentPlace.remove();
		}
	}

	/**
	 * Asks for locks.
	 *
	 * @param <T> what it returns
	 * @param <E> how it may fail
	 */
	@FunctionalInterface
	public interface Action<T extends @Nullable Object, E extends Exception> {

		/**
		 * Ask.
		 * @return something
		 * @throws E if it fails
		 */
		T run() throws E;

	}

}

package dev.latchkey.spring;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHold;

/**
 * Lets guarded code be observed as a part of the hold of its lock, and a hold as a part
 * of what its caller does.
 */
public interface ScopeObserver {

	/**
	 * The observer that observes nothing.
	 */
	ScopeObserver NONE = new ScopeObserver() {

		@Override
		public @Nullable Object current() {
			return null;
		}

		@Override
		public @Nullable Object of(LockHold hold) {
			return null;
		}

		@Override
		public Runnable enter(LockHold hold) {
			return () -> {
			};
		}

	};

	/**
	 * Under this key the context of a subscription has what is observed there. It is that
	 * of Micrometer's {@code ObservationThreadLocalAccessor}.
	 */
	String CONTEXT_KEY = "micrometer.observation";

	/**
	 * Returns what the calling thread is observed as. A lock that is acquired elsewhere
	 * on its behalf has it as the {@link dev.latchkey.LockCaller#context() context} of
	 * its caller.
	 * @return the observation, or {@code null} if there is none
	 */
	@Nullable Object current();

	/**
	 * Returns what a hold is observed as.
	 * @param hold the hold, as listeners know it
	 * @return the observation, or {@code null} if there is none
	 */
	@Nullable Object of(LockHold hold);

	/**
	 * Lets what the calling thread does be observed as a part of a hold.
	 * @param hold the hold, as listeners know it
	 * @return ends that, on the same thread
	 */
	Runnable enter(LockHold hold);

}

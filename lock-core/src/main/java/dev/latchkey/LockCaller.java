/*
 * Copyright 2026 the Latchkey authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.latchkey;

import org.jspecify.annotations.Nullable;

/**
 * The thread and the call site that ask for a lock, within this process.
 *
 * @param thread the thread that waits for the lock, or acquired it to use it itself;
 * {@code null} if the lock was asked for on behalf of no thread
 * @param callSite the call site in the program, or {@code null} if it is not known
 * @param context what listeners shall know of the caller, such as the observation that it
 * is part of, or {@code null} if nothing
 * @since 0.1
 */
public record LockCaller(@Nullable Thread thread, @Nullable String callSite, @Nullable Object context) {

	/** The caller that was set for the calling thread. */
	private static final ThreadLocal<@Nullable LockCaller> current = new ThreadLocal<>();

	/**
	 * Creates a caller without a context.
	 * @param thread the thread, or {@code null} for none
	 * @param callSite the call site, or {@code null} if not known
	 */
	public LockCaller(@Nullable Thread thread, @Nullable String callSite) {
		this(thread, callSite, null);
	}

	/**
	 * Returns the current caller.
	 * @return this thread, with the call site that was set for it
	 */
	public static LockCaller current() {
		LockCaller caller = current.get();
		return (caller != null) ? new LockCaller(Thread.currentThread(), caller.callSite, caller.context)
				: new LockCaller(Thread.currentThread(), null);
	}

	/**
	 * Returns this caller without its thread, for a lock that belongs to no thread.
	 * @return the same call site and context
	 */
	public LockCaller withoutThread() {
		return new LockCaller(null, this.callSite, this.context);
	}

	/**
	 * Asks for locks at a call site of the program. People are shown it while they look
	 * for who holds a lock or waits for it.
	 * @param <T> what the action returns
	 * @param <E> how the action may fail
	 * @param callSite the call site, such as the name of a method; {@code null} if not
	 * known
	 * @param action asks for locks, on this thread
	 * @return what the action returned
	 * @throws E if the action fails
	 */
	public static <T extends @Nullable Object, E extends Exception> T at(@Nullable String callSite, Action<T, E> action)
			throws E {
		return at(callSite, null, action);
	}

	/**
	 * Asks for locks at a call site of the program, in a context.
	 * @param <T> what the action returns
	 * @param <E> how the action may fail
	 * @param callSite the call site, such as the name of a method; {@code null} if not
	 * known
	 * @param context what listeners shall know of the caller; {@code null} if nothing
	 * @param action asks for locks, on this thread
	 * @return what the action returned
	 * @throws E if the action fails
	 */
	public static <T extends @Nullable Object, E extends Exception> T at(@Nullable String callSite,
			@Nullable Object context, Action<T, E> action) throws E {
		LockCaller before = set(callSite, context);
		try {
			return action.run();
		}
		finally {
			restore(before);
		}
	}

	/**
	 * Sets the call site and the context of the locks that this thread asks for, until
	 * the previous ones are {@linkplain #restore restored}.
	 * @param callSite the call site, such as the name of a method; {@code null} if not
	 * known
	 * @param context what listeners shall know of the caller; {@code null} if nothing
	 * @return the previous caller, to be restored in a {@code finally} block
	 */
	public static @Nullable LockCaller set(@Nullable String callSite, @Nullable Object context) {
		LockCaller before = current.get();
		restore((callSite != null || context != null) ? new LockCaller(null, callSite, context) : null);
		return before;
	}

	/**
	 * Restores what {@link #set} has replaced.
	 * @param caller the previous caller
	 */
	public static void restore(@Nullable LockCaller caller) {
		if (caller != null) {
			current.set(caller);
		}
		else {
			current.remove();
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

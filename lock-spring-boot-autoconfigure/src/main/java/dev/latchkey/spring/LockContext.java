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

package dev.latchkey.spring;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHold;
import dev.latchkey.LockLostException;

/**
 * Gives guarded code access to the lock that guards it.
 *
 * <p>
 * What is known here belongs to a thread: it is not passed on to others, and nothing is
 * left of it when the outermost scope has ended. A method that returns a
 * {@link java.util.concurrent.CompletionStage} or a publisher is in its scope until it
 * has returned; what it has begun finds the hold by
 * {@code ReactiveLockTemplate.current()} in a subscription, and must be handed it
 * otherwise.
 *
 * @since 0.1
 */
public final class LockContext {

	private static final ThreadLocal<@Nullable LockScope> innermost = new ThreadLocal<>();

	private LockContext() {
	}

	/**
	 * Returns the hold of the innermost scope that this thread is in. It is released at
	 * the end of the scope, or of the transaction that keeps it; a guarded call that
	 * finds its hold closed earlier ends as if it were lost.
	 * @return the hold; empty outside of all scopes, and in one that runs unlocked
	 */
	public static Optional<LockHold> current() {
		LockScope scope = innermost();
		return (scope != null) ? Optional.ofNullable(scope.hold()) : Optional.empty();
	}

	static @Nullable LockScope innermost() {
		return LockScope.open(innermost.get());
	}

	/**
	 * Refuses to go on without a lock of a scope that this thread is in.
	 * @throws LockLostException if one was lost
	 */
	static void requireHeld() {
		for (LockScope scope = innermost(); scope != null; scope = scope.outer()) {
			LockHold hold = scope.hold();
			if (hold != null) {
				hold.requireHeld();
			}
		}
	}

	static void set(@Nullable LockScope scope) {
		if (scope != null) {
			innermost.set(scope);
		}
		else {
			innermost.remove();
		}
	}

	/**
	 * Runs something in a scope that this thread has not entered, and leaves it after.
	 */
	static void within(LockScope scope, Runnable action) {
		LockScope before = innermost.get();
		innermost.set(scope);
		try {
			action.run();
		}
		finally {
			set(before);
		}
	}

}

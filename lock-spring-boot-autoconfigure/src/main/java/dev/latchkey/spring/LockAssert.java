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

import java.util.function.Predicate;

import dev.latchkey.LockHold;
import dev.latchkey.LockLostException;

/**
 * Asserts that the calling thread is in the scope of a lock: for methods that rely on
 * their annotation, which does nothing if no proxy was in the way.
 *
 * <p>
 * A unit test that calls such a method on a plain object lets the assertions pass:
 *
 * <pre class="code">
 * LockAssert.passDuring(() -&gt; new Invoices().run());
 * </pre>
 *
 * @since 0.1
 */
public final class LockAssert {

	private static final ThreadLocal<Boolean> passing = ThreadLocal.withInitial(() -> false);

	private LockAssert() {
	}

	/**
	 * Assert that this thread holds a lock, whichever.
	 * @throws MissingLockException if it is in no scope, or in one that runs unlocked
	 * @throws LockLostException if the lock of the innermost scope was lost
	 */
	public static void assertLocked() {
		assertLocked("a lock", (scope) -> true);
	}

	/**
	 * Assert that this thread holds a lock of a name, whatever its key and whatever else
	 * it has entered since.
	 * @param name the name
	 * @throws MissingLockException if it does not
	 * @throws LockLostException if that lock was lost
	 */
	public static void assertLocked(String name) {
		assertLocked("the lock '" + name + "'",
				(scope) -> scope.ref() instanceof LockName lock && lock.name().equals(name));
	}

	private static void assertLocked(String lock, Predicate<LockScope> wanted) {
		if (passing.get()) {
			return;
		}
		for (LockScope scope = LockContext.innermost(); scope != null; scope = scope.outer()) {
			LockHold hold = scope.hold();
			if (hold != null && wanted.test(scope)) {
				hold.requireHeld();
				return;
			}
		}
		throw new MissingLockException(lock);
	}

	/**
	 * Lets all assertions of this thread pass while some code runs, for a unit test
	 * without proxies.
	 * @param <E> what the code throws
	 * @param code the code
	 * @throws E if the code throws it
	 */
	public static <E extends Throwable> void passDuring(LockOperations.Action<E> code) throws E {
		boolean before = passing.get();
		passing.set(true);
		try {
			code.run();
		}
		finally {
			if (!before) {
				passing.remove();
			}
		}
	}

}

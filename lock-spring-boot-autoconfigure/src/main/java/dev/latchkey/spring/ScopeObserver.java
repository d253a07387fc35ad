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

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHold;

/**
 * Lets guarded code be observed as a part of the hold of its lock, and a hold as a part
 * of what its caller does.
 *
 * @since 0.1
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

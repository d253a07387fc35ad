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

package dev.latchkey.spring.annotation;

/**
 * What happens when a lock stayed busy for the whole wait time.
 *
 * @since 0.1
 */
public enum WhenBusy {

	/**
	 * The value of the property {@code latchkey.when-busy}, which is to throw if it is
	 * not set.
	 */
	DEFAULT,

	/**
	 * Throws a {@code LockTimeoutException}, which names the holder.
	 */
	THROW,

	/**
	 * Does not run the guarded code, and returns nothing: {@code null}, an empty
	 * {@link java.util.Optional}, a stage that is completed with {@code null}, or an
	 * empty publisher. Not for methods that must return something.
	 */
	SKIP,

	/**
	 * Runs other code instead, without the lock: the method that the annotation names, or
	 * what a template was given. Not for {@code latchkey.when-busy}, which has no method
	 * to name.
	 */
	FALLBACK,

	/**
	 * Runs the guarded code without the lock. Nothing is excluded then.
	 */
	RUN_UNLOCKED

}

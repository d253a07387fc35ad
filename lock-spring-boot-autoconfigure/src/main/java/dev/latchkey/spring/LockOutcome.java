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

/**
 * What became of a request for a lock.
 *
 * @since 0.1
 */
public enum LockOutcome {

	/**
	 * The lock was acquired.
	 */
	ACQUIRED("acquired"),

	/**
	 * The lock was busy, and the caller got an exception.
	 */
	TIMED_OUT("timed-out"),

	/**
	 * The lock was busy, and the guarded code was skipped.
	 */
	SKIPPED("skipped"),

	/**
	 * The lock was busy, and the fallback ran instead.
	 */
	FALLBACK("fallback"),

	/**
	 * The lock was busy, and the guarded code ran without it.
	 */
	UNLOCKED("unlocked");

	private final String label;

	LockOutcome(String label) {
		this.label = label;
	}

	/**
	 * Returns the name of the outcome in meters.
	 * @return a word in lower case
	 */
	public String label() {
		return this.label;
	}

}

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

import java.io.Serial;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A lock was busy for as long as the caller was willing to wait.
 *
 * @since 0.1
 */
public class LockTimeoutException extends LatchkeyException {

	@Serial
	private static final long serialVersionUID = 1L;

	private static final String REMEDY = "Try again later, or wait longer.";

	// Not serialized: a path has no meaning elsewhere.
	private final transient LockId id;

	private final transient List<LockHolder> holders;

	private final Duration waited;

	/**
	 * Creates an exception.
	 * @param id the lock
	 * @param waited how long was waited
	 * @param holders its holders, as far as is known
	 */
	public LockTimeoutException(LockId id, Duration waited, List<LockHolder> holders) {
		super("The " + id + " is busy: waited " + waited.toMillis() + " ms, " + describe(id, holders) + ".", REMEDY,
				null);
		this.id = id;
		this.waited = waited;
		this.holders = List.copyOf(holders);
	}

	/**
	 * Creates an exception for a lock that is not held, but must not be acquired yet.
	 * @param id the lock
	 * @param waited how long was waited
	 * @param reason why it must not be acquired, as the end of a sentence
	 */
	public LockTimeoutException(LockId id, Duration waited, String reason) {
		super("The " + id + " is busy: waited " + waited.toMillis() + " ms, " + reason + ".", REMEDY, null);
		this.id = id;
		this.waited = waited;
		this.holders = List.of();
	}

	private static String describe(LockId id, List<LockHolder> holders) {
		if (holders.isEmpty()) {
			return (id.type() == LockType.REGISTRY) ? "the registry of locks does not name its holder"
					: "its holder could not be found";
		}
		return "held by " + holders.stream().map(LockHolder::toString).collect(Collectors.joining(" and "));
	}

	/**
	 * Returns the lock that was busy.
	 * @return the identity of the lock
	 */
	public LockId id() {
		return this.id;
	}

	/**
	 * Returns the holders of the lock when the wait ran out. Empty means unknown, never
	 * free.
	 * @return the holders
	 */
	public List<LockHolder> holders() {
		return this.holders;
	}

	/**
	 * Returns how long was waited.
	 * @return the time waited
	 */
	public Duration waited() {
		return this.waited;
	}

}

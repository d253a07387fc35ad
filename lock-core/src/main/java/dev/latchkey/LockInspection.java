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

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The state of a lock at one moment, as an inspection found it.
 *
 * @param id the lock
 * @param state its state
 * @param holders the processes that hold it, as far as they are known; for a
 * {@link LockState#STALE stale} lock the process that left it
 * @param age how long ago the holder showed last that it is alive, or {@code null} if
 * locks of this type do not show that
 * @param fencingToken the token of the hold, or {@code null} if it is not known; only the
 * files of named locks and held files show it
 * @param acquiredAt when the lock was acquired, or {@code null} if that is not known
 * @param breakable whether an operator may take the lock away
 * @since 0.1
 */
public record LockInspection(LockId id, LockState state, List<LockHolder> holders, @Nullable Duration age,
		@Nullable Long fencingToken, @Nullable Instant acquiredAt, boolean breakable) {

	/**
	 * Copies the holders.
	 */
	public LockInspection {
		holders = List.copyOf(holders);
	}

	/**
	 * Creates an inspection of which only the state and the holders are known.
	 * @param id the lock
	 * @param state its state
	 * @param holders the holders
	 */
	public LockInspection(LockId id, LockState state, List<LockHolder> holders) {
		this(id, state, holders, null, null, null, false);
	}

	/**
	 * Returns whether the lock is held or about to be, as far as is known.
	 * @return whether a living process holds the lock, acquires it, or may hold it
	 */
	public boolean isHeld() {
		return switch (this.state) {
			case ACQUIRING, HELD, STALLED, UNVERIFIED -> true;
			case FREE, STALE, MALFORMED -> false;
		};
	}

}

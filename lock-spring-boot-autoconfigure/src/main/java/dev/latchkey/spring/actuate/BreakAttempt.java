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

package dev.latchkey.spring.actuate;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHolder;
import dev.latchkey.LockInspection;
import dev.latchkey.LockState;

/**
 * What became of an attempt to break a lock.
 *
 * @param state the state that the lock was found in
 * @param holders its holders
 * @param fencingToken the token of the hold, if it has one
 * @param refusal why the lock was left alone, or {@code null} if it was broken
 */
record BreakAttempt(String state, List<LockHolder> holders, @Nullable Long fencingToken, @Nullable String refusal) {

	private static final String LIVING = "Its holder is alive and has the file locked. The lock of a living holder is "
			+ "not broken: end that process";

	private static final String UNPROVEN = "Its holder is stalled by its own record, and this system does not prove that "
			+ "no other program has the file locked. End the process that is named, and the lock is free";

	private static final String NO_LOCK_FILE = "What is at its path is no lock file, and may be data of another program. Look "
			+ "at it, and remove it by hand";

	private static final String FREE = "It is free by now";

	static BreakAttempt of(LockInspection found) {
		return new BreakAttempt(found.state().name(), found.holders(), found.fencingToken(),
				found.breakable() ? null : refusal(found.state()));
	}

	private static String refusal(LockState state) {
		return switch (state) {
			case HELD -> LIVING;
			case ACQUIRING -> "A process is about to hold it. It can be broken if it stays so for its stale-after";
			case UNVERIFIED -> "Its holder may live: it is a program without flock, or on another machine, that has "
					+ "touched the file lately";
			case MALFORMED -> NO_LOCK_FILE;
			case STALLED -> UNPROVEN;
			case FREE, STALE -> FREE;
		};
	}

	boolean isBroken() {
		return this.refusal == null;
	}

}

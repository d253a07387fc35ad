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

package dev.latchkey.internal.platform;

import org.jspecify.annotations.Nullable;

/**
 * A feature that some systems offer and others lack. Locks exclude, and notice the death
 * of a holder, without any of them.
 */
public enum PlatformFeature {

	/** The system tells which processes have a file locked; else records tell it. */
	CONFIRMED_HOLDERS("holders are self-reported, other programs are not named, and stalled holders are not broken"),

	/** A child process can keep a lock that it has inherited. */
	INHERITED_LOCKS("a claim cannot be left to a child process"),

	/** A process can be asked to end, without a mistake about which one it is. */
	PROVEN_SIGNALS("other processes are not ended"),

	/** A waiting thread sleeps in the system until the lock is free. */
	BLOCKING_WAITS("waiting threads poll, up to 20 ms late, and in no order"),

	/** The system tells that a file has changed. */
	FILE_EVENTS("changes of files are polled"),

	/** Files can belong to a group of users, by permission bits. */
	GROUP_PERMISSIONS("lock files are not shared among users by permissions"),

	/** Locks are those of flock(2), so that its users are excluded too. */
	FLOCK("users of flock(2) are not excluded"),

	/** An open file can be renamed and removed. */
	MOVABLE_OPEN_FILES(null),

	/** Two names can be exchanged in one step. */
	EXCHANGED_NAMES(null),

	/** Names that differ in case are of different files. */
	CASE_SENSITIVE_NAMES(null);

	private final @Nullable String lack;

	PlatformFeature(@Nullable String lack) {
		this.lack = lack;
	}

	/**
	 * Returns what users notice of a system without this feature.
	 * @return a clause, or {@code null} if they notice nothing
	 */
	public @Nullable String lack() {
		return this.lack;
	}

}

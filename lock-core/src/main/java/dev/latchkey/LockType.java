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

/**
 * The kind of a lock, which decides how its file is to be read, if it has one.
 *
 * @since 0.1
 */
public enum LockType {

	/**
	 * A key of a claim directory: {@code <key>.lock} and {@code <key>.live.lock}.
	 */
	CLAIM("claim"),

	/**
	 * A name: {@code <name>[.<key>].flock}, which stays, and is locked while the lock is
	 * held.
	 */
	NAMED("named"),

	/**
	 * A file that exists only while the lock is held.
	 */
	HELD_FILE("held-file"),

	/**
	 * A file in or beside the directory that it protects: a pack, its workspace, its
	 * backend or its manifest.
	 */
	PACK("pack"),

	/**
	 * The one writer of a data file: {@code <file>.lock} exists only while it is held.
	 */
	WRITER("writer"),

	/**
	 * The one instance of a program: a file with its process id.
	 */
	PID_FILE("pid-file"),

	/**
	 * A key of a lock registry outside this machine, such as a database. It has no file.
	 */
	REGISTRY("registry");

	private final String label;

	LockType(String label) {
		this.label = label;
	}

	/**
	 * Returns the name of this kind in messages and in the actuator endpoint.
	 * @return the name, in lower case
	 */
	public String label() {
		return this.label;
	}

	/**
	 * Returns whether acquisitions of such a lock have fencing tokens.
	 * @return whether {@link LockHold#fencingToken()} answers
	 */
	public boolean hasFencingTokens() {
		return this != REGISTRY;
	}

}

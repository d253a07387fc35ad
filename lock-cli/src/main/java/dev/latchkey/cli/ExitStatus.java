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

package dev.latchkey.cli;

/**
 * The exit statuses, which are those of {@code flock(1)}: of {@code sysexits.h} but for a
 * busy lock.
 */
final class ExitStatus {

	/** The lock is busy, is not to be broken, or something is wrong with a directory. */
	static final int CONFLICT = 1;

	/** The command line is wrong. */
	static final int USAGE = 64;

	/** The directory or the file of a lock cannot be used. */
	static final int NO_INPUT = 66;

	/** The command cannot be started, or the system lacks what is needed. */
	static final int UNAVAILABLE = 69;

	/** An error of this program. */
	static final int SOFTWARE = 70;

	/** Added to the number of the signal that ended a command. */
	static final int SIGNAL = 128;

	static final int LARGEST = 255;

	private ExitStatus() {
	}

}

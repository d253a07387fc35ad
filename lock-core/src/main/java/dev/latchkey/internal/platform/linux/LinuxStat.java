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

package dev.latchkey.internal.platform.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What {@code /proc/<pid>/stat} says, as far as it is needed.
 *
 * @param name the executable's name, at most 15 characters
 * @param state the kernel's letter for what the process does
 * @param startTicks when it started, in clock ticks since the machine's start
 * @param exiting whether its main thread is on the way out
 */
record LinuxStat(String name, char state, long startTicks, boolean exiting) {

	/** The start time is field 22; the fields after the name begin with field 3. */
	private static final int START_AFTER_NAME = 22 - 3;

	private static final int FLAGS_AFTER_NAME = 9 - 3;

	private static final long EXITING = 0x4;

	/**
	 * Reads what the kernel shows of a process.
	 * @param directory the process's directory in {@code /proc}
	 * @return its state
	 * @throws IOException if there is no such process
	 */
	static LinuxStat of(Path directory) throws IOException {
		return parse(Files.readString(directory.resolve("stat"), StandardCharsets.ISO_8859_1));
	}

	static LinuxStat parse(String line) {
		// The name is in parentheses and may itself contain anything, also parentheses.
		int open = line.indexOf('(');
		int close = line.lastIndexOf(')');
		String[] rest = line.substring(close + 2).split(" ", -1);
		return new LinuxStat(line.substring(open + 1, close), rest[0].charAt(0), Long.parseLong(rest[START_AFTER_NAME]),
				(Long.parseLong(rest[FLAGS_AFTER_NAME]) & EXITING) != 0);
	}

	/** Returns whether its main thread has ended or does so now. */
	boolean isEnding() {
		return this.exiting || this.state == 'Z' || this.state == 'X';
	}

	/** Returns whether a signal or a debugger has stopped it. */
	boolean isStopped() {
		return this.state == 'T' || this.state == 't';
	}

}

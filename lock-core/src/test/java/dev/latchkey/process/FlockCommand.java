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

package dev.latchkey.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The program {@code flock} of util-linux, which has a file locked until this is closed.
 */
public final class FlockCommand implements AutoCloseable {

	private final Process process;

	private FlockCommand(Process process) {
		this.process = process;
	}

	/**
	 * Lock a file, or skip the calling test where the program is missing.
	 * @param file the file
	 * @return the program, which has it locked
	 */
	public static FlockCommand of(Path file) {
		return start("--exclusive", file);
	}

	/**
	 * Share the lock of a file, or skip the calling test where the program is missing.
	 * @param file the file
	 * @return the program, which shares its lock
	 */
	public static FlockCommand sharing(Path file) {
		return start("--shared", file);
	}

	private static FlockCommand start(String mode, Path file) {
		Requirement.FLOCK.require();
		try {
			// Without --no-fork a child of the program would have the file too.
			Process process = new ProcessBuilder("flock", "--no-fork", mode, file.toString(), "sh", "-c",
					"echo locked; read line")
				.redirectErrorStream(true)
				.start();
			String answer = process.inputReader().readLine();
			if (!"locked".equals(answer)) {
				throw new AssertionError("flock said: " + answer);
			}
			return new FlockCommand(process);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public long pid() {
		return this.process.pid();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		try {
			int unused = this.process.waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

}

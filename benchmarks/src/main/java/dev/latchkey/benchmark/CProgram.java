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

package dev.latchkey.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The yardstick, {@code locks.c}, compiled here.
 */
final class CProgram {

	private final Path executable;

	private CProgram(Path executable) {
		this.executable = executable;
	}

	/**
	 * Compile the program.
	 * @param directory where the source and the executable go
	 * @return the program, or {@code null} if this machine has no C compiler
	 */
	static @Nullable CProgram compile(Path directory) throws IOException, InterruptedException {
		Path source = directory.resolve("locks.c");
		try (InputStream original = CProgram.class.getResourceAsStream("/locks.c")) {
			if (original == null) {
				throw new IllegalStateException("locks.c is missing in the jar");
			}
			Files.copy(original, source);
		}
		Path executable = directory.resolve("locks-in-c");
		try {
			Commands.run(List.of("cc", "-O2", "-o", executable.toString(), source.toString()));
		}
		catch (IOException ex) {
			return null;
		}
		return new CProgram(executable);
	}

	/**
	 * Measure cycles of acquire and release.
	 * @param subcommand {@code cached}, {@code uncached}, {@code held}, {@code named} or
	 * {@code named-checked}
	 * @param directory where the lock files are
	 * @param cycles how many
	 * @return nanoseconds per cycle
	 */
	double cycle(String subcommand, Path directory, int cycles) throws IOException, InterruptedException {
		return Double.parseDouble(run(subcommand, directory.toString(), Integer.toString(cycles)).get(0));
	}

	/**
	 * Measure hand-overs between two processes.
	 * @param subcommand {@code handover}, {@code claims}, {@code heldover} or
	 * {@code namedover}
	 * @param directory where the lock files are
	 * @param samples how many hand-overs for each process
	 * @return nanoseconds of each
	 */
	double[] handOvers(String subcommand, Path directory, int samples) throws IOException, InterruptedException {
		return run(subcommand, directory.toString(), Integer.toString(samples)).stream()
			.mapToDouble(Double::parseDouble)
			.toArray();
	}

	/**
	 * Waits for the flock of a file.
	 * @param file the file, which somebody has locked
	 * @return the waiting program, which tells the time when it has the lock
	 */
	Peer await(Path file) throws IOException {
		return Peer.of(Commands.start(command("await", file.toString())));
	}

	private List<String> run(String... arguments) throws IOException, InterruptedException {
		return Commands.run(command(arguments));
	}

	private List<String> command(String... arguments) {
		List<String> command = new ArrayList<>(List.of(arguments));
		command.add(0, this.executable.toString());
		return command;
	}

}

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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.Requirement;

/**
 * The program in a process of its own, with its output in files.
 */
final class CommandProcess implements AutoCloseable {

	private final Process process;

	private final Path output;

	private final Path errors;

	private CommandProcess(Process process, Path output, Path errors) {
		this.process = process;
		this.output = output;
		this.errors = errors;
	}

	/**
	 * Start the program.
	 * @param directory the lock directory, which it has from its environment
	 * @param arguments the command and its options
	 * @return the running program
	 */
	static CommandProcess start(Path directory, String... arguments) {
		List<String> command = command(arguments);
		if (Requirement.run("env", "--default-signal=INT", "true")) {
			command.addAll(0, List.of("env", "--default-signal=INT"));
		}
		return start(directory, command);
	}

	/**
	 * Start the program in the foreground of a terminal of its own.
	 * @param directory the lock directory, which it has from its environment
	 * @param arguments the command and its options
	 * @return the running terminal
	 */
	static CommandProcess startOnTerminal(Path directory, String... arguments) {
		Requirement.SCRIPT.require();
		String line = command(arguments).stream()
			.map((word) -> "'" + word.replace("'", "'\\''") + "'")
			.collect(Collectors.joining(" "));
		return start(directory, List.of("script", "-qec", "exec " + line, "/dev/null"));
	}

	private static List<String> command(String... arguments) {
		return new ArrayList<>(List.of(ForkedJvm.command(Map.of(), LatchkeyCommand.class, arguments)));
	}

	private static CommandProcess start(Path directory, List<String> command) {
		try {
			Path output = Files.createTempFile(directory.getParent(), "output", "");
			Path errors = Files.createTempFile(directory.getParent(), "errors", "");
			ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(output.toFile())
				.redirectError(errors.toFile());
			builder.environment().put("LATCHKEY_DIRECTORY", directory.toString());
			return new CommandProcess(builder.start(), output, errors);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Type at its terminal. */
	void type(String text) throws IOException {
		this.process.outputWriter().append(text).flush();
	}

	/** Await its end, and return its exit status. */
	int status() throws InterruptedException {
		if (!this.process.waitFor(1, TimeUnit.MINUTES)) {
			throw new AssertionError("It goes on, and said: " + output() + errors());
		}
		return this.process.exitValue();
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	long pid() {
		return this.process.pid();
	}

	String output() {
		return read(this.output);
	}

	String errors() {
		return read(this.errors);
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void signal(String name) {
		if (!Requirement.run("kill", "-" + name, Long.toString(pid()))) {
			throw new AssertionError("It could not be sent " + name);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}

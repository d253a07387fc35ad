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

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

/**
 * Runs other programs.
 */
final class Commands {

	private Commands() {
	}

	/**
	 * Runs a program to its end.
	 * @param command the program and its arguments
	 * @return the lines that it printed
	 * @throws IOException if there is no such program
	 */
	@CanIgnoreReturnValue
	static List<String> run(List<String> command) throws IOException, InterruptedException {
		return output(start(command));
	}

	/**
	 * Starts a program.
	 * @param command the program and its arguments
	 * @return the process
	 * @throws IOException if there is no such program
	 */
	static Process start(List<String> command) throws IOException {
		return new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
	}

	/**
	 * Starts a main class in a JVM like this one.
	 * @param main the class
	 * @param arguments its arguments
	 * @return the process
	 */
	static Process startJava(Class<?> main, List<String> arguments) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(jvmArguments());
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
		command.addAll(arguments);
		return start(command);
	}

	/**
	 * Returns what each JVM is started with.
	 * @return the arguments
	 */
	static List<String> jvmArguments() {
		return List.of("--enable-native-access=ALL-UNNAMED");
	}

	/**
	 * Waits for the end of a program.
	 * @param process the process, which prints little
	 * @return the lines that it printed
	 */
	static List<String> output(Process process) throws IOException, InterruptedException {
		try (BufferedReader reader = process.inputReader()) {
			List<String> lines = reader.lines().toList();
			int status = process.waitFor();
			if (status != 0) {
				throw new IllegalStateException("A program ended with status " + status + ", see above");
			}
			return lines;
		}
	}

}

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

import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Command lines, as people want to read them.
 */
final class JavaCommandLine {

	private static final Set<String> PATH_OPTIONS = Set.of("-cp", "-classpath", "--class-path", "-p", "--module-path");

	private static final Set<String> PATH_ASSIGNMENTS = Set.of("--class-path=", "--module-path=");

	private static final int LONGEST_PATH = 100;

	private JavaCommandLine() {
	}

	/**
	 * Joins arguments, without the long class paths in which everything else gets lost.
	 * @param arguments the program and its arguments
	 * @return the command line
	 */
	static String readable(List<String> arguments) {
		StringJoiner line = new StringJoiner(" ");
		String previous = "";
		for (String argument : arguments) {
			String option = argument.substring(0, argument.indexOf('=') + 1);
			boolean isPath = PATH_OPTIONS.contains(previous) || PATH_ASSIGNMENTS.contains(option);
			line.add((isPath && argument.length() > LONGEST_PATH) ? option + "..." : argument);
			previous = argument;
		}
		return line.toString();
	}

}

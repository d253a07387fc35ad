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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The answer of a command that ran in this process.
 *
 * @param status its exit status
 * @param output what it printed
 * @param errors what it printed for people, about what went wrong
 */
record Answer(int status, String output, String errors) {

	static Answer of(Path directory, String... arguments) {
		StringWriter output = new StringWriter();
		StringWriter errors = new StringWriter();
		int status = LatchkeyCommand.commandLine()
			.setOut(new PrintWriter(output, true))
			.setErr(new PrintWriter(errors, true))
			.execute(Stream.concat(Stream.of(arguments), Stream.of("--directory", directory.toString()))
				.toArray(String[]::new));
		return new Answer(status, output.toString(), errors.toString());
	}

	JsonNode json() {
		return JsonMapper.shared().readTree(this.output);
	}

}

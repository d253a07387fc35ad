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
import java.util.function.Consumer;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import tools.jackson.core.JsonGenerator;

/**
 * How a command answers: to people, or as JSON.
 */
final class AnswerOptions {

	@Option(names = "--json", description = "answer as JSON")
	private boolean json;

	@Spec(Target.MIXEE)
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	/**
	 * Prints an answer in the form that was asked for.
	 * @param fields writes the fields of the JSON object
	 * @param text prints the answer for people
	 */
	void print(Consumer<JsonGenerator> fields, Consumer<PrintWriter> text) {
		PrintWriter out = this.spec.commandLine().getOut();
		if (this.json) {
			Json.print(out, fields);
		}
		else {
			text.accept(out);
		}
	}

}

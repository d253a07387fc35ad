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
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockHolder;
import dev.latchkey.LockInspection;

/**
 * Answers as JSON, with the field names of the endpoint of an application. What is not
 * known is left out.
 */
final class Json {

	private static final JsonFactory factory = new JsonFactory();

	private Json() {
	}

	/**
	 * Prints an object on one line.
	 * @param out where to
	 * @param content writes the fields of the object
	 */
	static void print(PrintWriter out, Consumer<JsonGenerator> content) {
		StringWriter text = new StringWriter();
		try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), text)) {
			json.writeStartObject();
			content.accept(json);
			json.writeEndObject();
		}
		out.println(text);
	}

	static void locks(JsonGenerator json, List<LockReport> locks) {
		json.writeArrayPropertyStart("locks");
		locks.forEach((lock) -> {
			json.writeStartObject();
			lock(json, lock);
			json.writeEndObject();
		});
		json.writeEndArray();
	}

	static void lock(JsonGenerator json, LockReport lock) {
		json.writeStringProperty("type", "named").writeStringProperty("name", lock.name());
		text(json, "key", lock.key());
		json.writeStringProperty("path", lock.path().toString()).writeStringProperty("state", lock.state());
		LatchkeyException failure = lock.failure();
		text(json, "problem", (failure != null) ? failure.getMessage() : null);
		processes(json, "holders", lock.holders());
		LockInspection found = lock.inspection();
		if (found != null) {
			text(json, "since", found.acquiredAt());
			number(json, "ageMillis", (found.age() != null) ? found.age().toMillis() : null);
			number(json, "fencingToken", found.fencingToken());
			json.writeBooleanProperty("breakable", found.breakable());
		}
		processes(json, "waiters", lock.waiters());
	}

	private static void processes(JsonGenerator json, String name, List<LockHolder> processes) {
		json.writeArrayPropertyStart(name);
		for (LockHolder process : processes) {
			json.writeStartObject().writeNumberProperty("pid", process.pid());
			text(json, "startedAt", process.startedAt());
			text(json, "command", process.commandLine());
			json.writeStringProperty("confidence", process.confidence().name().toLowerCase(Locale.ROOT))
				.writeEndObject();
		}
		json.writeEndArray();
	}

	static void text(JsonGenerator json, String name, @Nullable Object value) {
		if (value != null) {
			json.writeStringProperty(name, value.toString());
		}
	}

	private static void number(JsonGenerator json, String name, @Nullable Long value) {
		if (value != null) {
			json.writeNumberProperty(name, value);
		}
	}

}

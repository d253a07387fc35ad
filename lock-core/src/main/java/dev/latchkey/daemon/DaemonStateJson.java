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

package dev.latchkey.daemon;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/**
 * The JSON form of a {@link DaemonState}, byte for byte as other programs write it. What
 * a later version adds is ignored.
 */
final class DaemonStateJson {

	private static final JsonFactory factory = new JsonFactory();

	private static final ObjectWriteContext pretty = new ObjectWriteContext.Base() {

		@Override
		public PrettyPrinter getPrettyPrinter() {
			return new DefaultPrettyPrinter(
					Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER))
				.withObjectIndenter(new DefaultIndenter("  ", "\n"));
		}

		@Override
		public boolean hasPrettyPrinter() {
			return true;
		}

	};

	private DaemonStateJson() {
	}

	static byte[] write(DaemonState state) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (JsonGenerator json = factory.createGenerator(pretty, bytes)) {
			json.writeStartObject()
				.writeNumberProperty("version", state.version())
				.writeNumberProperty("pid", state.pid())
				.writeNumberProperty("startedAtMs", state.startedAtMs())
				.writeNumberProperty("heartbeatAtMs", state.heartbeatAtMs());
			if (state.lastDrainAtMs() != null) {
				json.writeNumberProperty("lastDrainAtMs", state.lastDrainAtMs());
			}
			else {
				json.writeNullProperty("lastDrainAtMs");
			}
			json.writeNumberProperty("lastAttempted", state.lastAttempted())
				.writeNumberProperty("lastConfirmed", state.lastConfirmed())
				.writeStringProperty("lastError", state.lastError())
				.writeEndObject();
		}
		return bytes.toByteArray();
	}

	/**
	 * Reads a state.
	 * @param content the JSON
	 * @return the state
	 * @throws IllegalArgumentException if it is none, saying why
	 */
	static DaemonState read(byte[] content) {
		Map<String, Object> values = values(content);
		return new DaemonState((int) number(values, "version"), number(values, "pid"), number(values, "startedAtMs"),
				number(values, "heartbeatAtMs"), optional(values, "lastDrainAtMs", Long.class),
				number(values, "lastAttempted"), number(values, "lastConfirmed"),
				optional(values, "lastError", String.class));
	}

	private static Map<String, Object> values(byte[] content) {
		Map<String, Object> values = new HashMap<>();
		try (JsonParser json = factory.createParser(ObjectReadContext.empty(), content)) {
			if (json.nextToken() != JsonToken.START_OBJECT) {
				throw new IllegalArgumentException("it is no JSON object");
			}
			for (String name = json.nextName(); name != null; name = json.nextName()) {
				switch (json.nextToken()) {
					case VALUE_NUMBER_INT -> values.put(name, json.getLongValue());
					case VALUE_STRING -> values.put(name, json.getString());
					default -> json.skipChildren();
				}
			}
			if (json.currentToken() != JsonToken.END_OBJECT) {
				throw new IllegalArgumentException("it ends too early");
			}
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("it is no JSON: " + ex.getOriginalMessage(), ex);
		}
		return values;
	}

	private static long number(Map<String, Object> values, String name) {
		Long value = optional(values, name, Long.class);
		if (value == null) {
			throw new IllegalArgumentException("it has no number '" + name + "'");
		}
		return value;
	}

	private static <T> @Nullable T optional(Map<String, Object> values, String name, Class<T> type) {
		Object value = values.get(name);
		return type.isInstance(value) ? type.cast(value) : null;
	}

}

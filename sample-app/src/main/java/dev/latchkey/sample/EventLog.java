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

package dev.latchkey.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The manifest {@code events.jsonl}. Reading needs no lock: an event is one write, and a
 * line that is not complete does not count.
 */
@Component
class EventLog {

	private final Workspace workspace;

	private final JsonMapper json;

	EventLog(Workspace workspace, JsonMapper json) {
		this.workspace = workspace;
		this.json = json;
	}

	/**
	 * Reads the events.
	 * @param since the number after which to begin
	 * @return the events, in order
	 */
	List<Event> since(long since) {
		return complete(bytes()).lines()
			.map((line) -> this.json.readValue(line, Event.class))
			.filter((event) -> event.seq() > since)
			.toList();
	}

	/**
	 * Finds the last event.
	 * @return the event, or {@code null} if there is none
	 */
	@Nullable Event last() {
		List<Event> events = since(0);
		return events.isEmpty() ? null : events.get(events.size() - 1);
	}

	/**
	 * Cuts off what a killed process has left of a line. Only under the workspace lock.
	 */
	void heal() {
		byte[] bytes = bytes();
		int complete = complete(bytes).getBytes(StandardCharsets.UTF_8).length;
		if (complete < bytes.length) {
			try (FileChannel file = FileChannel.open(path(), StandardOpenOption.WRITE)) {
				file.truncate(complete);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	/**
	 * Append an event. Only under the workspace lock, and only with a token as new as
	 * that of the last event: who has lost the lock without knowing it is refused. Where
	 * locks have no token, the number of the event alone tells.
	 * @param event the event
	 */
	void append(Event event) {
		Event last = last();
		if (last != null && (isOlder(event, last) || event.seq() != last.seq() + 1)) {
			throw new IllegalStateException(event + " does not follow " + last);
		}
		ByteBuffer line = StandardCharsets.UTF_8.encode(this.json.writeValueAsString(event) + "\n");
		try (FileChannel file = FileChannel.open(path(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
			if (file.write(line) == 0 || line.hasRemaining()) {
				throw new IOException("'" + path() + "' took a part of an event only");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean isOlder(Event event, Event last) {
		return event.token() != Event.NO_TOKEN && event.token() < last.token();
	}

	private static String complete(byte[] bytes) {
		int end = bytes.length;
		while (end > 0 && bytes[end - 1] != '\n') {
			end--;
		}
		return new String(Arrays.copyOf(bytes, end), StandardCharsets.UTF_8);
	}

	private byte[] bytes() {
		try {
			return Files.exists(path()) ? Files.readAllBytes(path()) : new byte[0];
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path path() {
		return this.workspace.events();
	}

}

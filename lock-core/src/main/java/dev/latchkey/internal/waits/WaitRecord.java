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

package dev.latchkey.internal.waits;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockId;
import dev.latchkey.LockType;
import dev.latchkey.internal.lockfile.FencingToken;
import dev.latchkey.internal.platform.ProcessIdentity;

/**
 * The text in which a process tells of its waits. The first line names the process:
 * {@code latchkey-waits 1}, its pid and the inode of its pid namespace. Each further line
 * is one wait: kind, lock name, lock file, since, until, thread, place, and the files of
 * the locks that the thread holds. Fields are parted by tabs and written as in a URL's
 * query; times are microseconds since the epoch; what is not known is empty. Lines of
 * another first word are left out, so there may be more one day.
 *
 * @param pid the process
 * @param pidNamespace where that number means it
 * @param waits its waits
 */
record WaitRecord(long pid, long pidNamespace, List<RecordedWait> waits) {

	private static final String HEAD = "latchkey-waits";

	private static final String VERSION = "1";

	private static final String WAIT = "wait";

	private static final int FIXED_FIELDS = 8;

	/**
	 * Writes a text, which is ASCII. A wait with which it would be too long to be read is
	 * left out.
	 * @param self this process
	 * @param waits its waits, longest first
	 * @return the bytes
	 */
	static byte[] format(ProcessIdentity self, List<RecordedWait> waits) {
		StringBuilder text = new StringBuilder();
		line(text, List.of(HEAD, VERSION, Long.toString(self.pid()), Long.toString(self.pidNamespace())));
		for (RecordedWait wait : waits) {
			List<String> fields = new ArrayList<>(List.of(WAIT, wait.lock().type().label(), wait.lock().name(),
					wait.lock().path().toString(), micros(wait.since()), micros(wait.until()), orEmpty(wait.thread()),
					orEmpty(wait.callSite())));
			wait.holds().forEach((hold) -> fields.add(hold.toString()));
			int length = text.length();
			line(text, fields);
			if (text.length() > WaitRecordFile.LONGEST) {
				text.setLength(length);
			}
		}
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

	private static void line(StringBuilder text, List<String> fields) {
		for (int i = 0; i < fields.size(); i++) {
			text.append((i > 0) ? "\t" : "").append(URLEncoder.encode(fields.get(i), StandardCharsets.UTF_8));
		}
		text.append('\n');
	}

	private static String micros(@Nullable Instant time) {
		return (time != null) ? Long.toString(FencingToken.micros(time)) : "";
	}

	private static String orEmpty(@Nullable String text) {
		return (text != null) ? text : "";
	}

	/**
	 * Reads a text.
	 * @param content the bytes
	 * @return what it tells, or {@code null} if it is not one of these texts
	 */
	static @Nullable WaitRecord parse(byte[] content) {
		try {
			List<List<String>> lines = new String(content, StandardCharsets.UTF_8).lines()
				.map(WaitRecord::fields)
				.toList();
			if (lines.isEmpty() || lines.get(0).size() < 4
					|| !lines.get(0).subList(0, 2).equals(List.of(HEAD, VERSION))) {
				return null;
			}
			List<RecordedWait> waits = lines.stream()
				.filter((fields) -> fields.get(0).equals(WAIT))
				.map(WaitRecord::wait)
				.toList();
			return new WaitRecord(Long.parseLong(lines.get(0).get(2)), Long.parseLong(lines.get(0).get(3)), waits);
		}
		catch (IllegalArgumentException | IndexOutOfBoundsException ex) {
			return null;
		}
	}

	private static List<String> fields(String line) {
		return Arrays.stream(line.split("\t", -1))
			.map((field) -> URLDecoder.decode(field, StandardCharsets.UTF_8))
			.toList();
	}

	private static RecordedWait wait(List<String> fields) {
		LockId lock = new LockId(type(fields.get(1)), fields.get(2), Path.of(fields.get(3)));
		Instant since = instant(fields.get(4));
		if (since == null) {
			throw new IllegalArgumentException("A wait has begun at some time");
		}
		return new RecordedWait(lock, since, instant(fields.get(5)), orNull(fields.get(6)), orNull(fields.get(7)),
				fields.stream().skip(FIXED_FIELDS).map(Path::of).toList());
	}

	private static LockType type(String label) {
		return Arrays.stream(LockType.values())
			.filter((type) -> type.label().equals(label))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no type '" + label + "'"));
	}

	private static @Nullable Instant instant(String micros) {
		return micros.isEmpty() ? null : Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS);
	}

	private static @Nullable String orNull(String text) {
		return text.isEmpty() ? null : text;
	}

}

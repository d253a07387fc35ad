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
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockHolder;
import dev.latchkey.LockInspection;

/**
 * Answers for people.
 */
final class Text {

	private static final List<String> HEADING = List.of("NAME", "KEY", "STATE", "PID", "SINCE", "WAITERS", "COMMAND");

	private static final int LONGEST_COMMAND = 80;

	private Text() {
	}

	/**
	 * Prints a line for each lock.
	 * @param out where to
	 * @param locks the locks
	 */
	static void table(PrintWriter out, List<LockReport> locks) {
		List<List<String>> rows = new ArrayList<>(List.of(HEADING));
		locks.forEach((lock) -> rows.add(row(lock)));
		int[] widths = IntStream.range(0, HEADING.size() - 1)
			.map((column) -> rows.stream().mapToInt((row) -> row.get(column).length()).max().orElse(0))
			.toArray();
		rows.forEach((row) -> out.println(line(row, widths)));
	}

	private static String line(List<String> row, int[] widths) {
		StringBuilder line = new StringBuilder();
		for (int i = 0; i < widths.length; i++) {
			line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
		}
		return line.append(row.get(widths.length)).toString().stripTrailing();
	}

	private static List<String> row(LockReport lock) {
		LockInspection found = lock.inspection();
		String command = lock.holders().stream().map(Text::command).collect(Collectors.joining("; "));
		return List.of(printable(lock.name()), printable(Objects.requireNonNullElse(lock.key(), "-")), lock.state(),
				orDash(lock.holders()
					.stream()
					.map((holder) -> Long.toString(holder.pid()))
					.collect(Collectors.joining(","))),
				(found != null) ? since(found.acquiredAt()) : "-", Integer.toString(lock.waiters().size()),
				orDash((command.length() > LONGEST_COMMAND) ? command.substring(0, LONGEST_COMMAND) + "…" : command));
	}

	private static String orDash(String text) {
		return text.isEmpty() ? "-" : text;
	}

	private static String since(@Nullable Instant time) {
		return (time != null) ? time.truncatedTo(ChronoUnit.SECONDS).toString() : "-";
	}

	private static String command(LockHolder process) {
		String known = (process.commandLine() != null) ? process.commandLine() : process.executable();
		return printable((known != null) ? known : "-");
	}

	/**
	 * Prints all that is known of a lock.
	 * @param out where to
	 * @param lock the lock
	 */
	static void lock(PrintWriter out, LockReport lock) {
		field(out, "name", printable(lock.name()));
		field(out, "key", (lock.key() != null) ? printable(lock.key()) : null);
		field(out, "file", printable(lock.path().toString()));
		field(out, "state", lock.state());
		LatchkeyException failure = lock.failure();
		field(out, "problem", (failure != null) ? printable(failure.problem()) : null);
		LockInspection found = lock.inspection();
		if (found != null) {
			field(out, "since", found.acquiredAt());
			field(out, "heartbeat", (found.age() != null) ? seconds(found.age()) + " s ago" : null);
			field(out, "token", found.fencingToken());
			field(out, "breakable", found.breakable() ? "yes" : null);
		}
		lock.holders().forEach((process) -> field(out, "holder", process(process)));
		lock.waiters().forEach((process) -> field(out, "waiter", process(process)));
	}

	private static void field(PrintWriter out, String name, @Nullable Object value) {
		if (value != null) {
			out.println(name + " ".repeat(10 - name.length()) + value);
		}
	}

	private static String seconds(Duration time) {
		return Long.toString(time.toSeconds());
	}

	private static String process(LockHolder process) {
		String confidence = (process.confidence() != LockHolder.Confidence.CONFIRMED) ? " (self-reported)" : "";
		return "pid " + process.pid() + confidence + ": " + command(process);
	}

	/**
	 * Returns a text that does not control a terminal.
	 * @param text any text
	 * @return the same with a question mark for each control character
	 */
	static String printable(String text) {
		return text.codePoints()
			.map((c) -> Character.isISOControl(c) ? '?' : c)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
	}

}

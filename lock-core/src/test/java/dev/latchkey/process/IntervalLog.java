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

package dev.latchkey.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When which hold began and ended, written by all processes to one file and read when
 * they are done. Each line is one write to the end of the file, so a kill tears none. The
 * times are of the machine's monotonic clock, which all its processes share.
 */
public final class IntervalLog {

	private final Path path;

	public IntervalLog(Path path) {
		this.path = path;
	}

	public void began(long token) throws IOException {
		append("+ " + token);
	}

	public void ends(long token) throws IOException {
		append("- " + token);
	}

	private void append(String event) throws IOException {
		Files.writeString(this.path, event + " " + System.nanoTime() + "\n", StandardOpenOption.CREATE,
				StandardOpenOption.APPEND);
	}

	/**
	 * Look for holds that began before the one before had ended, and for tokens that did
	 * not grow. A hold without an end was killed in it.
	 * @return what was wrong
	 */
	public List<String> faults() throws IOException {
		Map<Long, Long> ends = new HashMap<>();
		List<long[]> beginnings = new ArrayList<>();
		for (String line : Files.readAllLines(this.path)) {
			String[] words = line.split(" ", -1);
			long token = Long.parseLong(words[1]);
			long time = Long.parseLong(words[2]);
			if (words[0].equals("+")) {
				beginnings.add(new long[] { time, token });
			}
			else {
				ends.put(token, time);
			}
		}
		beginnings.sort(Comparator.comparingLong((beginning) -> beginning[0]));
		List<String> faults = new ArrayList<>();
		for (int i = 1; i < beginnings.size(); i++) {
			long[] before = beginnings.get(i - 1);
			long[] after = beginnings.get(i);
			if (after[1] <= before[1]) {
				faults.add("The token " + after[1] + " came after " + before[1]);
			}
			if (ends.getOrDefault(before[1], Long.MIN_VALUE) > after[0]) {
				faults.add("The hold " + after[1] + " began before " + before[1] + " had ended");
			}
		}
		return faults;
	}

	/**
	 * Return how many holds there were.
	 */
	public long holds() throws IOException {
		try (var lines = Files.lines(this.path)) {
			return lines.filter((line) -> line.startsWith("+")).count();
		}
	}

}

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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The processor time that waiting takes: 50 waiters of ten JVMs over a minute, beside
 * JVMs that do not wait in the same minute.
 */
final class WaiterCost {

	private static final int PROCESSES = 10;

	private static final int THREADS = 5;

	private static final int SETTLE_SECONDS = 15;

	private static final int MEASURED_SECONDS = 60;

	private static final int TOUCH_SECONDS = 5;

	/** The kernel tells processor time in these, whatever its own clock's frequency. */
	private static final int TICKS_PER_SECOND = 100;

	private static final String IDLE = "idle, none waits";

	private final Path directory;

	private final List<Path> foreign = new ArrayList<>();

	private final Map<String, List<Peer>> groups = new LinkedHashMap<>();

	WaiterCost(Path directory) {
		this.directory = directory;
	}

	/**
	 * Measure.
	 * @return a Markdown table
	 */
	String run() throws IOException, InterruptedException {
		System.err.println("waiters, over a minute");
		List<String> keys = keys("waited");
		this.foreign
			.addAll(keys("foreign").stream().map((key) -> MeasuredLock.HELD_FILE.file(this.directory, key)).toList());
		for (Path file : this.foreign) {
			Files.writeString(file,
					ProcessHandle.current().pid() + " " + UUID.randomUUID() + " " + Instant.now() + "\n");
		}
		try (Peer named = holder(MeasuredLock.NAMED, keys); Peer held = holder(MeasuredLock.HELD_FILE, keys)) {
			start(IDLE, MeasuredLock.NAMED, List.of());
			start("5 named locks, each awaited by 10 JVMs", MeasuredLock.NAMED, keys);
			start("1 named lock, awaited by 5 threads of each JVM", MeasuredLock.NAMED,
					Collections.nCopies(THREADS, keys.get(0)));
			start("5 held file locks, each awaited by 10 JVMs", MeasuredLock.HELD_FILE, keys);
			start("5 files of programs without flock, each awaited by 10 JVMs", MeasuredLock.HELD_FILE,
					keys("foreign"));
			pause(SETTLE_SECONDS);
			Map<String, double[]> before = processorMillis();
			pause(MEASURED_SECONDS);
			Map<String, double[]> after = processorMillis();
			for (List<Peer> group : this.groups.values()) {
				requireNothingAcquired(group);
			}
			List<String> unused = named.stop();
			unused = held.stop();
			return table(before, after);
		}
		finally {
			this.groups.values().forEach((group) -> group.forEach(Peer::close));
		}
	}

	private static List<String> keys(String name) {
		return IntStream.range(0, THREADS).mapToObj((number) -> name + "-" + number).toList();
	}

	private Peer holder(MeasuredLock type, List<String> keys) throws IOException {
		return Peer.start(HoldingPeer.class, arguments(type, keys));
	}

	private List<String> arguments(MeasuredLock type, List<String> keys) {
		List<String> arguments = new ArrayList<>(List.of(type.name(), this.directory.toString()));
		arguments.addAll(keys);
		return arguments;
	}

	private void start(String label, MeasuredLock type, List<String> awaited) throws IOException {
		List<Peer> group = new ArrayList<>();
		this.groups.put(label, group);
		List<String> keys = new ArrayList<>(List.of("free"));
		keys.addAll(awaited);
		for (int i = 0; i < PROCESSES; i++) {
			touchForeign();
			group.add(Peer.start(LockWaiter.class, arguments(type, keys)));
		}
	}

	private void pause(int seconds) throws IOException, InterruptedException {
		for (int i = 0; i < seconds; i += TOUCH_SECONDS) {
			touchForeign();
			Thread.sleep(1000L * TOUCH_SECONDS);
		}
	}

	/** Their holder, this JVM, shows that it lives. */
	private void touchForeign() throws IOException {
		for (Path file : this.foreign) {
			Path unused = Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
		}
	}

	private static void requireNothingAcquired(List<Peer> group) throws IOException, InterruptedException {
		for (Peer peer : group) {
			List<String> acquired = peer.stop();
			if (!acquired.equals(List.of("0"))) {
				throw new IllegalStateException("A waiter did not wait, but acquired " + acquired);
			}
		}
	}

	private Map<String, double[]> processorMillis() throws IOException {
		Map<String, double[]> millis = new LinkedHashMap<>();
		for (Map.Entry<String, List<Peer>> group : this.groups.entrySet()) {
			double[] values = new double[PROCESSES];
			for (int i = 0; i < PROCESSES; i++) {
				values[i] = processorMillis(group.getValue().get(i).pid());
			}
			millis.put(group.getKey(), values);
		}
		return millis;
	}

	/** User and system time of all threads; the name before them may have spaces. */
	private static double processorMillis(long pid) throws IOException {
		String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
		String[] words = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
		return (Long.parseLong(words[11]) + Long.parseLong(words[12])) * 1000.0 / TICKS_PER_SECOND;
	}

	private String table(Map<String, double[]> before, Map<String, double[]> after) {
		StringBuilder table = new StringBuilder("| processor time in " + MEASURED_SECONDS + " s | ms of a JVM, median "
				+ "| least to greatest | of " + PROCESSES + " JVMs | of a waiter, without idle |\n"
				+ "| --- | ---: | ---: | ---: | ---: |\n");
		double idle = sum(spent(IDLE, before, after));
		for (String label : this.groups.keySet()) {
			double[] spent = spent(label, before, after);
			Figures figures = new Figures(spent);
			table.append(String.format(Locale.ROOT, "| %s | %.0f | %.0f to %.0f | %.0f | %s |%n", label,
					figures.median(), figures.least(), figures.greatest(), sum(spent), label.equals(IDLE) ? ""
							: String.format(Locale.ROOT, "%.1f", (sum(spent) - idle) / (PROCESSES * THREADS))));
		}
		return table.toString();
	}

	private static double[] spent(String label, Map<String, double[]> before, Map<String, double[]> after) {
		double[] earlier = before.getOrDefault(label, new double[0]);
		double[] later = after.getOrDefault(label, new double[0]);
		double[] spent = new double[later.length];
		for (int i = 0; i < spent.length; i++) {
			spent[i] = later[i] - earlier[i];
		}
		return spent;
	}

	private static double sum(double[] values) {
		double sum = 0;
		for (double value : values) {
			sum += value;
		}
		return sum;
	}

}

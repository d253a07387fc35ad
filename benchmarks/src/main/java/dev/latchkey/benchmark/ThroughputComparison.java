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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One lock that many want all the time: how often it is acquired and released in a
 * second.
 */
final class ThroughputComparison {

	private static final int WARM_UP_MILLIS = 2500;

	private static final int MEASURED_MILLIS = 1000;

	private static final int JAVA_WITH_VIRTUAL_THREADS = 21;

	/** Channels that are opened each time do not exclude threads, but fail. */
	private static final List<MeasuredLock> WITHIN_A_JVM = List.of(MeasuredLock.KEPT_CHANNEL, MeasuredLock.NAMED,
			MeasuredLock.HELD_FILE, MeasuredLock.CLAIM);

	private static final List<MeasuredLock> BETWEEN_JVMS = List.of(MeasuredLock.KEPT_CHANNEL, MeasuredLock.NEW_CHANNEL,
			MeasuredLock.NAMED, MeasuredLock.HELD_FILE, MeasuredLock.CLAIM);

	private final Path directory;

	private final Map<Crowd, Map<MeasuredLock, List<Double>>> operations = new EnumMap<>(Crowd.class);

	ThroughputComparison(Path directory) {
		this.directory = directory;
	}

	/**
	 * Measures.
	 * @param rounds how often each is measured
	 * @return a Markdown table
	 */
	String run(int rounds) throws IOException, InterruptedException {
		for (int round = 1; round <= rounds; round++) {
			for (Crowd crowd : Crowd.values()) {
				if (!crowd.virtual || Runtime.version().feature() >= JAVA_WITH_VIRTUAL_THREADS) {
					System.err.println("round " + round + " of " + rounds + ": " + crowd.label);
					measure(crowd);
				}
			}
		}
		return table();
	}

	private void measure(Crowd crowd) throws IOException, InterruptedException {
		for (MeasuredLock type : crowd.kinds()) {
			this.operations.computeIfAbsent(crowd, (key) -> new EnumMap<>(MeasuredLock.class))
				.computeIfAbsent(type, (key) -> new ArrayList<>())
				.add(operations(crowd, type));
		}
	}

	private double operations(Crowd crowd, MeasuredLock type) throws IOException, InterruptedException {
		List<String> arguments = List.of(type.name(), this.directory.toString(), Integer.toString(crowd.threads),
				Boolean.toString(crowd.virtual), Long.toString(System.currentTimeMillis() + WARM_UP_MILLIS),
				Integer.toString(MEASURED_MILLIS));
		List<Process> peers = new ArrayList<>();
		for (int i = 0; i < crowd.processes; i++) {
			peers.add(Commands.startJava(ThroughputPeer.class, arguments));
		}
		double operations = 0;
		for (Process peer : peers) {
			operations += Double.parseDouble(Commands.output(peer).get(0));
		}
		return operations * 1000 / MEASURED_MILLIS;
	}

	private String table() {
		StringBuilder table = new StringBuilder("""
				| one lock that all want | operations a second | least to greatest | × floor |
				| --- | ---: | ---: | ---: |
				""");
		this.operations.forEach((crowd, kinds) -> {
			double floor = figures(kinds, MeasuredLock.KEPT_CHANNEL).median();
			for (MeasuredLock type : crowd.kinds()) {
				Figures figures = figures(kinds, type);
				table.append(String.format(Locale.ROOT, "| %s: %s | %,.0f | %,.0f to %,.0f | %.2f |%n", crowd.label,
						type.label(), figures.median(), figures.least(), figures.greatest(), figures.median() / floor));
			}
		});
		return table.toString();
	}

	private static Figures figures(Map<MeasuredLock, List<Double>> kinds, MeasuredLock type) {
		return new Figures(kinds.getOrDefault(type, List.of()).stream().mapToDouble(Double::doubleValue).toArray());
	}

	private enum Crowd {

		EIGHT_THREADS("8 threads", 1, 8, false), MANY_THREADS("64 threads", 1, 64, false),
		MANY_VIRTUAL("64 virtual threads", 1, 64, true), FOUR_PROCESSES("4 JVMs", 4, 1, false);

		private final String label;

		private final int processes;

		private final int threads;

		private final boolean virtual;

		Crowd(String label, int processes, int threads, boolean virtual) {
			this.label = label;
			this.processes = processes;
			this.threads = threads;
			this.virtual = virtual;
		}

		private List<MeasuredLock> kinds() {
			return (this.processes > 1) ? BETWEEN_JVMS : WITHIN_A_JVM;
		}

	}

}

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
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The first acquisitions of a JVM, before its compiler knows them: new JVMs in turns.
 */
final class YoungComparison {

	private static final int ACQUISITIONS = 200;

	/** Those before are slow in another way: classes are loaded. */
	private static final int LOADING = 20;

	private static final List<MeasuredLock> KINDS = List.of(MeasuredLock.KEPT_CHANNEL, MeasuredLock.NAMED,
			MeasuredLock.HELD_FILE, MeasuredLock.CLAIM);

	private final Path directory;

	private final Map<MeasuredLock, List<double[]>> nanos = new EnumMap<>(MeasuredLock.class);

	YoungComparison(Path directory) {
		this.directory = directory;
	}

	/**
	 * Measures.
	 * @param forks how many JVMs of each kind
	 * @return a Markdown table
	 */
	String run(int forks) throws IOException, InterruptedException {
		for (int fork = 1; fork <= forks; fork++) {
			System.err.println("young JVMs: " + fork + " of " + forks);
			for (MeasuredLock type : KINDS) {
				this.nanos.computeIfAbsent(type, (key) -> new ArrayList<>()).add(measure(type));
			}
		}
		return table();
	}

	private double[] measure(MeasuredLock type) throws IOException, InterruptedException {
		List<String> arguments = List.of(type.name(), this.directory.toString(), Integer.toString(ACQUISITIONS));
		return Commands.output(Commands.startJava(YoungJvm.class, arguments))
			.stream()
			.mapToDouble(Double::parseDouble)
			.toArray();
	}

	private String table() {
		StringBuilder table = new StringBuilder("| the first " + ACQUISITIONS
				+ " acquisitions of a JVM, one every 0.2 ms | the first ms | 2 to " + LOADING + ", µs | "
				+ (LOADING + 1) + " to " + ACQUISITIONS + ", µs | × floor |\n| --- | ---: | ---: | ---: | ---: |\n");
		double floor = median(MeasuredLock.KEPT_CHANNEL, YoungComparison::later);
		for (MeasuredLock type : KINDS) {
			double later = median(type, YoungComparison::later);
			table.append(String.format(Locale.ROOT, "| %s | %.1f | %.0f | %.1f | %.2f |%n", type.label(),
					median(type, (nanos) -> nanos[0]) / 1e6, median(type, YoungComparison::early) / 1e3, later / 1e3,
					later / floor));
		}
		return table.toString();
	}

	private double median(MeasuredLock type, ToDoubleFunction<double[]> figure) {
		List<double[]> forks = this.nanos.getOrDefault(type, List.of());
		return new Figures(forks.stream().mapToDouble(figure).toArray()).median();
	}

	private static double early(double[] nanos) {
		return new Figures(Arrays.copyOfRange(nanos, 1, LOADING)).median();
	}

	private static double later(double[] nanos) {
		return new Figures(Arrays.copyOfRange(nanos, LOADING, nanos.length)).median();
	}

}

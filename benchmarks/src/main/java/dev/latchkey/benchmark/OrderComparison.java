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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.openjdk.jmh.runner.RunnerException;

/**
 * Packs, tiers and the serializer, each for itself. A measurement is the mean of its
 * operations, because most are too short to be timed one by one.
 */
final class OrderComparison {

	private final Path directory;

	OrderComparison(Path directory) {
		this.directory = directory;
	}

	/**
	 * Measure.
	 * @param rounds how often each is measured
	 * @return a Markdown table
	 */
	String run(int rounds) throws RunnerException {
		Map<Subject, List<Double>> nanos = new EnumMap<>(Subject.class);
		for (int round = 1; round <= rounds; round++) {
			for (Subject subject : Subject.values()) {
				System.err.println("round " + round + " of " + rounds + ": " + subject.label);
				nanos.computeIfAbsent(subject, (key) -> new ArrayList<>())
					.add(Jmh.mean(OrderBenchmark.class, subject.benchmark, this.directory));
			}
		}
		return table(nanos);
	}

	private static String table(Map<Subject, List<Double>> nanos) {
		StringBuilder table = new StringBuilder("""
				| in one JVM, one thread | mean ns | least to greatest |
				| --- | ---: | ---: |
				""");
		nanos.forEach((subject, values) -> {
			Figures figures = new Figures(values.stream().mapToDouble(Double::doubleValue).toArray());
			table.append(String.format(Locale.ROOT, "| %s | %.1f | %.1f to %.1f |%n", subject.label, figures.median(),
					figures.least(), figures.greatest()));
		});
		return table.toString();
	}

	private enum Subject {

		PACK("pack lock, acquire and release", "pack"),
		PACK_WITHOUT_ORDER("the same, enforcement `OFF`", "packWithoutOrder"),
		TIER_LOGGING("tier, push and pop, enforcement `LOG`", "tierLogging"),
		TIER_FAILING("tier, push and pop, enforcement `FAIL`", "tierFailing"),
		TIER_OFF("tier, push and pop, enforcement `OFF`", "tierOff"),
		PLAIN_EXECUTOR("a task of a single-thread executor", "plainExecutor"),
		SERIALIZER_ONE_KEY("a task of the serializer on it, one key", "serializerOneKey"),
		SERIALIZER_MANY_KEYS("a task of the serializer on it, a key for each task", "serializerManyKeys");

		private final String label;

		private final String benchmark;

		Subject(String label, String benchmark) {
			this.label = label;
			this.benchmark = benchmark;
		}

	}

}

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

import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What a call of a locked method costs, and how much of it is not the lock. The latter is
 * measured by itself, with calls that join: the difference of two acquisitions is lost in
 * what a filesystem does besides.
 */
final class AnnotationComparison {

	private final Path directory;

	AnnotationComparison(Path directory) {
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
				nanos.computeIfAbsent(subject, (key) -> new ArrayList<>()).add(measure(subject));
			}
		}
		return table(nanos);
	}

	private double measure(Subject subject) throws RunnerException {
		Result<?> result = new Runner(
				new OptionsBuilder().include(AnnotationBenchmark.class.getName() + "\\." + subject.benchmark + "$")
					.forks(1)
					.warmupIterations(5)
					.warmupTime(TimeValue.seconds(1))
					.measurementIterations(2)
					.measurementTime(TimeValue.seconds(1))
					.jvmArgsAppend(Jmh.jvmArguments(this.directory))
					.verbosity(VerboseMode.SILENT)
					.shouldFailOnError(true)
					.build())
			.runSingle()
			.getPrimaryResult();
		return subject.sampled ? result.getStatistics().getPercentile(50) : result.getScore();
	}

	private static String table(Map<Subject, List<Double>> nanos) {
		StringBuilder table = new StringBuilder("""
				| a call without contention | median µs | least to greatest |
				| --- | ---: | ---: |
				""");
		nanos.forEach((subject, values) -> {
			Figures figures = new Figures(values.stream().mapToDouble(Double::doubleValue).toArray());
			table.append(String.format(Locale.ROOT, "| %s | %.2f | %.2f to %.2f |%n", subject.label,
					figures.median() / 1000, figures.least() / 1000, figures.greatest() / 1000));
		});
		return table.toString();
	}

	private enum Subject {

		LOCK("the named lock alone, `closeHeld()`", "lock", true),
		CONSTANT("a method with `@HeldFileLock(\"name\")`", "constant", true),
		KEYED("the same with `key = \"#id\"`", "keyed", true),
		JOINED_CONSTANT("not the lock: such a method, constant", "joinedConstant", false),
		JOINED_KEYED("not the lock: such a method, with the key", "joinedKeyed", false),
		STILL_HELD("of these, asking at the end whether it is still held", "stillHeld", false);

		private final String label;

		private final String benchmark;

		private final boolean sampled;

		Subject(String label, String benchmark, boolean sampled) {
			this.label = label;
			this.benchmark = benchmark;
			this.sampled = sampled;
		}

	}

}

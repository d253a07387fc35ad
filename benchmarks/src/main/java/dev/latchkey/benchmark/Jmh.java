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
import java.util.List;
import java.util.Objects;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs one method of {@link CycleBenchmark}, in a JVM of its own.
 */
final class Jmh {

	private static final int JAVA_WARNING_OF_UNSAFE = 24;

	private static final String ALLOCATED = "gc.alloc.rate.norm";

	private Jmh() {
	}

	/**
	 * Measure the median.
	 * @param benchmark the method
	 * @param directory where the lock files are
	 * @return nanoseconds of a call
	 */
	static double median(String benchmark, Path directory) throws RunnerException {
		return measure(CycleBenchmark.class, benchmark, directory).median();
	}

	/**
	 * Measures the median, and what is allocated.
	 * @param benchmarks the class
	 * @param benchmark its method
	 * @param directory where the lock files are
	 * @return the figures of a call
	 */
	static Measurement measure(Class<?> benchmarks, String benchmark, Path directory) throws RunnerException {
		RunResult result = run(benchmarks, benchmark, directory);
		return new Measurement(result.getPrimaryResult().getStatistics().getPercentile(50),
				Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED)).getScore());
	}

	/**
	 * Measure the mean.
	 * @param benchmarks the class
	 * @param benchmark its method
	 * @param directory where the lock files are
	 * @return nanoseconds of a call
	 */
	static double mean(Class<?> benchmarks, String benchmark, Path directory) throws RunnerException {
		return run(benchmarks, benchmark, directory).getPrimaryResult().getScore();
	}

	private static RunResult run(Class<?> benchmarks, String benchmark, Path directory) throws RunnerException {
		return new Runner(new OptionsBuilder().include(benchmarks.getName() + "\\." + benchmark + "$")
			.forks(1)
			.warmupIterations(2)
			.warmupTime(TimeValue.seconds(1))
			.measurementIterations(2)
			.measurementTime(TimeValue.seconds(1))
			.jvmArgsAppend(jvmArguments(directory))
			.addProfiler(GCProfiler.class)
			.verbosity(VerboseMode.SILENT)
			.shouldFailOnError(true)
			.build()).runSingle();
	}

	static String[] jvmArguments(Path directory) {
		List<String> arguments = new ArrayList<>(Commands.jvmArguments());
		if (Runtime.version().feature() >= JAVA_WARNING_OF_UNSAFE) {
			// JMH uses Unsafe, and each of its JVMs would say so between our lines.
			arguments.add("--sun-misc-unsafe-memory-access=allow");
		}
		arguments.add("-D" + CycleBenchmark.DIRECTORY + "=" + directory);
		return arguments.toArray(String[]::new);
	}

	/**
	 * The figures of a call.
	 *
	 * @param median nanoseconds
	 * @param bytes what is allocated on the heap
	 */
	record Measurement(double median, double bytes) {
	}

}

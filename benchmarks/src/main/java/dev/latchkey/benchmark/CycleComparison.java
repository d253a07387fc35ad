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
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Acquire and release, uncontended: Java and C in turns, so that both see the same
 * machine. A measurement is the median of all its cycles; what the machine does besides
 * makes some cycles longer, and the mean with them.
 */
final class CycleComparison {

	private static final int NAMED_CYCLES = 200_000;

	private static final int CLAIM_CYCLES = 100_000;

	/** They take longer, because files are made and removed. */
	private static final int HELD_FILE_CYCLES = 30_000;

	private final Path directory;

	private final @Nullable CProgram program;

	private final Set<Subject> subjects;

	/** How many of C are a measurement. */
	private final int cycles;

	private final Map<Subject, List<Double>> nanos = new EnumMap<>(Subject.class);

	private final Map<Subject, List<Double>> ratios = new EnumMap<>(Subject.class);

	private final Map<Subject, List<Double>> bytes = new EnumMap<>(Subject.class);

	private CycleComparison(Path directory, @Nullable CProgram program, Set<Subject> subjects, int cycles) {
		this.directory = directory;
		this.program = program;
		this.subjects = subjects;
		this.cycles = cycles;
	}

	static CycleComparison ofNamedLocks(Path directory, @Nullable CProgram program) {
		return new CycleComparison(directory, program, EnumSet.range(Subject.FLOOR, Subject.BUSY), NAMED_CYCLES);
	}

	static CycleComparison ofClaims(Path directory, @Nullable CProgram program) {
		return new CycleComparison(directory, program, EnumSet.range(Subject.C_CACHED, Subject.NEW_CHANNEL_BESIDE_C),
				CLAIM_CYCLES);
	}

	static CycleComparison ofHeldFiles(Path directory, @Nullable CProgram program) {
		return new CycleComparison(directory, program, EnumSet.range(Subject.C_HELD, Subject.HELD_FILE_CHANNEL),
				HELD_FILE_CYCLES);
	}

	/**
	 * Measure.
	 * @param rounds how often each is measured
	 * @return a Markdown table
	 */
	String run(int rounds) throws IOException, InterruptedException, RunnerException {
		try (Peer named = holder(MeasuredLock.NAMED); Peer channel = holder(MeasuredLock.KEPT_CHANNEL)) {
			for (int round = 1; round <= rounds; round++) {
				for (Subject subject : this.subjects) {
					if (isMeasured(subject)) {
						System.err.println("round " + round + " of " + rounds + ": " + subject.label);
						measure(subject);
					}
				}
			}
			List<String> unused = named.stop();
			unused = channel.stop();
		}
		return table();
	}

	private Peer holder(MeasuredLock type) throws IOException {
		return Peer.start(HoldingPeer.class, List.of(type.name(), this.directory.toString(), CycleBenchmark.BUSY));
	}

	private boolean isMeasured(Subject subject) {
		return subject.benchmark != null || this.program != null;
	}

	private void measure(Subject subject) throws IOException, InterruptedException, RunnerException {
		double before = yardstick(subject);
		double value = before;
		if (subject.benchmark != null) {
			Jmh.Measurement measurement = Jmh.measure(subject.benchmarks, subject.benchmark, this.directory);
			value = measurement.median();
			add(this.bytes, subject, measurement.bytes());
			add(this.ratios, subject, value / ((before + yardstick(subject)) / 2));
		}
		add(this.nanos, subject, value);
	}

	private double yardstick(Subject subject) throws IOException, InterruptedException {
		return (this.program != null && subject.yardstick != null)
				? this.program.cycle(subject.yardstick, this.directory, this.cycles) : Double.NaN;
	}

	private String table() {
		boolean withFloor = this.subjects.contains(Subject.FLOOR);
		StringBuilder table = new StringBuilder("| one acquisition and release, uncontended | median µs "
				+ "| least to greatest | × C | bytes |" + (withFloor ? " × floor |" : "")
				+ "\n| --- | ---: | ---: | ---: | ---: |" + (withFloor ? " ---: |" : "") + "\n");
		for (Subject subject : this.subjects) {
			if (isMeasured(subject)) {
				Figures figures = figures(this.nanos, subject);
				table.append(String.format(Locale.ROOT, "| %s | %.2f | %.2f to %.2f | %s | %s |%s%n", subject.label,
						figures.median() / 1000, figures.least() / 1000, figures.greatest() / 1000,
						median("%.2f", this.ratios, subject), median("%.0f", this.bytes, subject),
						withFloor ? timesFloor(subject) : ""));
			}
		}
		return table.toString();
	}

	/** Round by round, because the machine may change between them. */
	private String timesFloor(Subject subject) {
		List<Double> values = this.nanos.getOrDefault(subject, List.of());
		List<Double> floors = this.nanos.getOrDefault(Subject.FLOOR, List.of());
		double[] ratios = IntStream.range(0, values.size())
			.mapToDouble((round) -> values.get(round) / floors.get(round))
			.toArray();
		return String.format(Locale.ROOT, " %.2f |", new Figures(ratios).median());
	}

	private static String median(String format, Map<Subject, List<Double>> from, Subject subject) {
		List<Double> values = from.getOrDefault(subject, List.of());
		return (values.isEmpty() || values.get(0).isNaN()) ? ""
				: String.format(Locale.ROOT, format, figures(from, subject).median());
	}

	private static void add(Map<Subject, List<Double>> to, Subject subject, double value) {
		to.computeIfAbsent(subject, (key) -> new ArrayList<>()).add(value);
	}

	private static Figures figures(Map<Subject, List<Double>> from, Subject subject) {
		List<Double> values = from.getOrDefault(subject, List.of());
		return new Figures(values.stream().mapToDouble(Double::doubleValue).toArray());
	}

	private enum Subject {

		FLOOR("`FileChannel` kept open, with a `ReentrantLock` (the floor)", "keptChannel"),
		NEW_CHANNEL("`FileChannel.open`, `tryLock`, close", "fileChannel"),
		C_NAMED("C, the named lock's system calls and stores", null, "named"),
		NAMED("Latchkey named lock", "named", "named"),
		C_NAMED_CHECKED("C, the same, released with a check", null, "named-checked"),
		NAMED_CHECKED("Latchkey named lock, `closeHeld()`", "namedChecked", "named-checked"),
		ANNOTATED("a method with `@HeldFileLock(\"name\")`", AnnotationBenchmark.class, "constant", null),
		HELD_BESIDE_NAMED("Latchkey held file lock", "heldFile"), CLAIM_BESIDE_NAMED("Latchkey claim", "claim"),
		PACK("Latchkey pack lock", "pack"),
		FLOOR_OF_SOME("2,000 keys: the floor", KeysBenchmark.class, "keptChannelOfSome", null),
		NAMED_OF_SOME("2,000 keys: Latchkey named locks", KeysBenchmark.class, "namedOfSome", null),
		FLOOR_OF_MANY("10,000 keys: the floor", KeysBenchmark.class, "keptChannelOfMany", null),
		NAMED_OF_MANY("10,000 keys: Latchkey named locks", KeysBenchmark.class, "namedOfMany", null),
		FLOOR_BUSY("busy in another process: the floor's `tryLock`", "keptChannelBusy"),
		BUSY("busy in another process: Latchkey named lock, `tryAcquire()`", "namedBusy"),
		C_CACHED("C, the claim's system calls", null, "cached"), CLAIM("Latchkey claim", "claim", "cached"),
		CLAIM_WITH_ACTIVE_LOCKS("Latchkey claim with `ActiveLocks`", "claimWithActiveLocks", "cached"),
		C_UNCACHED("C, files opened and closed each time", null, "uncached"),
		CLAIM_UNCACHED("Latchkey claim, files opened and closed each time", "claimUncached", "uncached"),
		NEW_CHANNEL_BESIDE_C("`FileChannel.open`, `tryLock`, close", "fileChannel", "cached"),
		C_HELD("C, the held file lock's system calls", null, "held"),
		HELD("Latchkey held file lock", "heldFile", "held"), HELD_FILE_CHANNEL(
				"`FileChannel.open` of a new file, `tryLock`, write, close, delete", "newFileChannel", "held");

		private final String label;

		private final Class<?> benchmarks;

		private final @Nullable String benchmark;

		private final @Nullable String yardstick;

		Subject(String label, String benchmark) {
			this(label, CycleBenchmark.class, benchmark, null);
		}

		Subject(String label, @Nullable String benchmark, String yardstick) {
			this(label, CycleBenchmark.class, benchmark, yardstick);
		}

		Subject(String label, Class<?> benchmarks, @Nullable String benchmark, @Nullable String yardstick) {
			this.label = label;
			this.benchmarks = benchmarks;
			this.benchmark = benchmark;
			this.yardstick = yardstick;
		}

	}

}

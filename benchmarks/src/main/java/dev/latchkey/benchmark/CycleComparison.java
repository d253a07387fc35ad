package dev.latchkey.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Acquire and release, uncontended: Java and C in turns, so that both see the same
 * machine. A measurement is the median of all its cycles; what the machine does besides
 * makes some cycles longer, and the mean with them.
 */
final class CycleComparison {

	private static final int JAVA_WARNING_OF_UNSAFE = 24;

	private static final int C_CYCLES = 100_000;

	private final Path directory;

	private final @Nullable CProgram program;

	private final Map<Subject, List<Double>> nanos = new EnumMap<>(Subject.class);

	private final Map<Subject, List<Double>> ratios = new EnumMap<>(Subject.class);

	CycleComparison(Path directory, @Nullable CProgram program) {
		this.directory = directory;
		this.program = program;
	}

	/**
	 * Measure.
	 * @param rounds how often each is measured
	 * @return a Markdown table
	 */
	String run(int rounds) throws IOException, InterruptedException, RunnerException {
		for (int round = 1; round <= rounds; round++) {
			for (Subject subject : Subject.values()) {
				if (isMeasured(subject)) {
					System.err.println("round " + round + " of " + rounds + ": " + subject.label);
					measure(subject);
				}
			}
		}
		return table();
	}

	private boolean isMeasured(Subject subject) {
		return subject.benchmark != null || this.program != null;
	}

	private void measure(Subject subject) throws IOException, InterruptedException, RunnerException {
		double before = (this.program != null) ? this.program.cycle(subject.yardstick(), this.directory, C_CYCLES) : 0;
		double value = (subject.benchmark != null) ? java(subject.benchmark) : before;
		add(this.nanos, subject, value);
		if (this.program != null) {
			double after = this.program.cycle(subject.yardstick(), this.directory, C_CYCLES);
			add(this.ratios, subject, value / ((before + after) / 2));
		}
	}

	private double java(String benchmark) throws RunnerException {
		return new Runner(new OptionsBuilder().include(CycleBenchmark.class.getName() + "\\." + benchmark + "$")
			.forks(1)
			.warmupIterations(2)
			.warmupTime(TimeValue.seconds(1))
			.measurementIterations(2)
			.measurementTime(TimeValue.seconds(1))
			.jvmArgsAppend(jvmArguments(this.directory))
			.verbosity(VerboseMode.SILENT)
			.shouldFailOnError(true)
			.build()).runSingle().getPrimaryResult().getStatistics().getPercentile(50);
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

	private String table() {
		StringBuilder table = new StringBuilder("""
				| one acquisition and release, uncontended | median µs | least to greatest | × C |
				| --- | ---: | ---: | ---: |
				""");
		for (Subject subject : Subject.values()) {
			if (isMeasured(subject)) {
				Figures figures = figures(this.nanos, subject);
				table.append(String.format(Locale.ROOT, "| %s | %.2f | %.2f to %.2f | %s |%n", subject.label,
						figures.median() / 1000, figures.least() / 1000, figures.greatest() / 1000, ratio(subject)));
			}
		}
		return table.toString();
	}

	private String ratio(Subject subject) {
		if (this.program == null || subject.benchmark == null) {
			return "";
		}
		return String.format(Locale.ROOT, "%.2f", figures(this.ratios, subject).median());
	}

	private static void add(Map<Subject, List<Double>> to, Subject subject, double value) {
		to.computeIfAbsent(subject, (key) -> new ArrayList<>()).add(value);
	}

	private static Figures figures(Map<Subject, List<Double>> from, Subject subject) {
		List<Double> values = from.getOrDefault(subject, List.of());
		return new Figures(values.stream().mapToDouble(Double::doubleValue).toArray());
	}

	private enum Subject {

		C_CACHED("C, the claim's system calls", null, true), CLAIM("Latchkey claim", "claim", true),
		CLAIM_WITH_LEDGER("Latchkey claim with a `LockLedger`", "claimWithLedger", true),
		C_UNCACHED("C, files opened and closed each time", null, false),
		CLAIM_UNCACHED("Latchkey claim, files opened and closed each time", "claimUncached", false),
		FILE_CHANNEL("`FileChannel.open`, `tryLock`, close", "fileChannel", true);

		private final String label;

		private final @Nullable String benchmark;

		private final boolean cached;

		Subject(String label, @Nullable String benchmark, boolean cached) {
			this.label = label;
			this.benchmark = benchmark;
			this.cached = cached;
		}

		String yardstick() {
			return this.cached ? "cached" : "uncached";
		}

	}

}

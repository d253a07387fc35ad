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

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Acquire and release, uncontended: Java and C in turns, so that both see the same
 * machine. A measurement is the median of all its cycles; what the machine does besides
 * makes some cycles longer, and the mean with them.
 */
final class CycleComparison {

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

	private CycleComparison(Path directory, @Nullable CProgram program, Set<Subject> subjects, int cycles) {
		this.directory = directory;
		this.program = program;
		this.subjects = subjects;
		this.cycles = cycles;
	}

	static CycleComparison ofClaims(Path directory, @Nullable CProgram program) {
		return new CycleComparison(directory, program, EnumSet.range(Subject.C_CACHED, Subject.FILE_CHANNEL),
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
		for (int round = 1; round <= rounds; round++) {
			for (Subject subject : this.subjects) {
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
		double before = (this.program != null) ? this.program.cycle(subject.yardstick, this.directory, this.cycles) : 0;
		double value = (subject.benchmark != null) ? Jmh.median(subject.benchmark, this.directory) : before;
		add(this.nanos, subject, value);
		if (this.program != null) {
			double after = this.program.cycle(subject.yardstick, this.directory, this.cycles);
			add(this.ratios, subject, value / ((before + after) / 2));
		}
	}

	private String table() {
		StringBuilder table = new StringBuilder("""
				| one acquisition and release, uncontended | median µs | least to greatest | × C |
				| --- | ---: | ---: | ---: |
				""");
		for (Subject subject : this.subjects) {
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

		C_CACHED("C, the claim's system calls", null, "cached"), CLAIM("Latchkey claim", "claim", "cached"),
		CLAIM_WITH_LEDGER("Latchkey claim with a `LockLedger`", "claimWithLedger", "cached"),
		C_UNCACHED("C, files opened and closed each time", null, "uncached"),
		CLAIM_UNCACHED("Latchkey claim, files opened and closed each time", "claimUncached", "uncached"),
		FILE_CHANNEL("`FileChannel.open`, `tryLock`, close", "fileChannel", "cached"),
		C_HELD("C, the held file lock's system calls", null, "held"),
		HELD("Latchkey held file lock", "heldFile", "held"), HELD_FILE_CHANNEL(
				"`FileChannel.open` of a new file, `tryLock`, write, close, delete", "newFileChannel", "held");

		private final String label;

		private final @Nullable String benchmark;

		private final String yardstick;

		Subject(String label, @Nullable String benchmark, String yardstick) {
			this.label = label;
			this.benchmark = benchmark;
			this.yardstick = yardstick;
		}

	}

}

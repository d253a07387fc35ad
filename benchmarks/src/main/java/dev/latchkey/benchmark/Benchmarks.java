package dev.latchkey.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Measures everything in one run, or the parts that are named, and prints the figures as
 * Markdown. The progress goes to the error stream.
 */
final class Benchmarks {

	private static final String DIRECTORY = "--directory=";

	private static final int CYCLE_ROUNDS = 5;

	private static final int HAND_OVER_ROUNDS = 3;

	private static final int LISTS = 100;

	private static final int READ_ROUNDS = 3;

	private static final int ORDER_ROUNDS = 3;

	private static final int KILLS = 200;

	private static final int ANNOTATION_ROUNDS = 3;

	private static final int STARTS = 10;

	private Benchmarks() {
	}

	/**
	 * Measure.
	 * @param arguments the parts to measure, each by its name or the beginning of several
	 * names, all if there is none; and {@code --directory=} with the directory under
	 * which the lock files are made, if it is not to be the temporary directory
	 */
	public static void main(String[] arguments) throws Exception {
		String parent = System.getProperty("java.io.tmpdir");
		Set<Part> parts = EnumSet.noneOf(Part.class);
		for (String argument : arguments) {
			if (argument.startsWith(DIRECTORY)) {
				parent = argument.substring(DIRECTORY.length());
			}
			else {
				parts.addAll(partsBeginningWith(argument));
			}
		}
		Path scratch = Files.createTempDirectory(Path.of(parent).toAbsolutePath(), "latchkey-benchmark");
		try {
			measure(scratch, parts.isEmpty() ? EnumSet.allOf(Part.class) : parts);
		}
		finally {
			delete(scratch);
		}
	}

	private static List<Part> partsBeginningWith(String label) {
		List<Part> parts = Arrays.stream(Part.values()).filter((part) -> part.label.startsWith(label)).toList();
		if (parts.isEmpty()) {
			String labels = Arrays.stream(Part.values()).map((part) -> part.label).collect(Collectors.joining(", "));
			System.err.println("There is no part '" + label + "', only " + labels + "; a directory is given as "
					+ DIRECTORY + "<directory>");
			System.exit(2);
		}
		return parts;
	}

	private static void measure(Path scratch, Set<Part> parts) throws Exception {
		Path locks = Files.createDirectory(scratch.resolve("locks"));
		CProgram program = CProgram.compile(scratch);
		System.out.println(Machine.describe(locks));
		if (program == null) {
			System.out.println("There is no C compiler (`cc`) here, so nothing is compared with C.\n");
		}
		for (Part part : parts) {
			System.out.println(switch (part) {
				case CLAIM_CYCLES -> CycleComparison.ofClaims(locks, program).run(CYCLE_ROUNDS);
				case CLAIM_HAND_OVER -> new HandOverComparison(locks, program).runClaims(HAND_OVER_ROUNDS);
				case CLAIM_LIST -> new ClaimListing(Files.createDirectory(scratch.resolve("many"))).run(LISTS);
				case CLAIM_FOOTPRINT -> new ClaimFootprint(Files.createDirectory(scratch.resolve("footprint"))).run();
				case CLAIM_READS -> new ClaimReading(locks).run(READ_ROUNDS);
				case HELD_CYCLES -> CycleComparison.ofHeldFiles(locks, program).run(CYCLE_ROUNDS);
				case HELD_HAND_OVER -> new HandOverComparison(locks, program).runHeldFiles(HAND_OVER_ROUNDS);
				case HELD_TAKEOVER -> new Takeover(locks, program).run(KILLS);
				case HELD_WAITERS -> new WaiterCost(Files.createDirectory(scratch.resolve("waiters"))).run();
				case TIMEOUTS -> new TimeoutCrowd(Files.createDirectory(scratch.resolve("timeouts"))).run();
				case HELD_INSPECT -> new HeldFileInspection(locks).run();
				case ORDER -> new OrderComparison(locks).run(ORDER_ROUNDS);
				case ANNOTATIONS -> new AnnotationComparison(locks).run(ANNOTATION_ROUNDS);
				case START_UP -> new StartupComparison(Files.createDirectory(scratch.resolve("starts"))).run(STARTS);
			});
		}
	}

	private static void delete(Path directory) throws IOException {
		try (Stream<Path> paths = Files.walk(directory)) {
			List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
			for (Path path : deepestFirst) {
				Files.delete(path);
			}
		}
	}

	/**
	 * What can be measured by itself.
	 */
	private enum Part {

		CLAIM_CYCLES, CLAIM_HAND_OVER, CLAIM_LIST, CLAIM_FOOTPRINT, CLAIM_READS, HELD_CYCLES, HELD_HAND_OVER,
		HELD_TAKEOVER, HELD_WAITERS, HELD_INSPECT, TIMEOUTS, ORDER, ANNOTATIONS, START_UP;

		private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

	}

}

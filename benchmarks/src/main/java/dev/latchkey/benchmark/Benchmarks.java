package dev.latchkey.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Measures everything in one run, and prints the figures as Markdown. The progress goes
 * to the error stream.
 */
final class Benchmarks {

	private static final int CYCLE_ROUNDS = 5;

	private static final int HAND_OVER_ROUNDS = 3;

	private static final int LISTS = 100;

	private static final int READ_ROUNDS = 3;

	private static final int ORDER_ROUNDS = 3;

	private Benchmarks() {
	}

	/**
	 * Measure.
	 * @param arguments the directory under which the lock files are made, if it is not to
	 * be the temporary directory
	 */
	public static void main(String[] arguments) throws Exception {
		Path parent = Path.of((arguments.length > 0) ? arguments[0] : System.getProperty("java.io.tmpdir"));
		Path scratch = Files.createTempDirectory(parent.toAbsolutePath(), "latchkey-benchmark");
		try {
			measure(scratch);
		}
		finally {
			delete(scratch);
		}
	}

	private static void measure(Path scratch) throws Exception {
		Path locks = Files.createDirectory(scratch.resolve("locks"));
		CProgram program = CProgram.compile(scratch);
		System.out.println(Machine.describe(locks));
		if (program == null) {
			System.out.println("There is no C compiler (`cc`) here, so nothing is compared with C.\n");
		}
		System.out.println(new CycleComparison(locks, program).run(CYCLE_ROUNDS));
		System.out.println(new HandOverComparison(locks, program).run(HAND_OVER_ROUNDS));
		System.out.println(new ClaimListing(Files.createDirectory(scratch.resolve("many"))).run(LISTS));
		System.out.println(new ClaimFootprint(Files.createDirectory(scratch.resolve("footprint"))).run());
		System.out.println(new ClaimReading(locks).run(READ_ROUNDS));
		System.out.println(new OrderComparison(locks).run(ORDER_ROUNDS));
	}

	private static void delete(Path directory) throws IOException {
		try (Stream<Path> paths = Files.walk(directory)) {
			List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
			for (Path path : deepestFirst) {
				Files.delete(path);
			}
		}
	}

}

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

import org.jspecify.annotations.Nullable;

/**
 * Measures everything in one run, or the parts that are named, and prints the figures as
 * Markdown. The progress goes to the error stream.
 */
final class Benchmarks {

	private static final String DIRECTORY = "--directory=";

	private static final String ROUNDS = "--rounds=";

	private static final int LIST_SAMPLES = 100;

	private Benchmarks() {
	}

	/**
	 * Measures.
	 * @param arguments the parts to measure, each by its name or the beginning of several
	 * names, all if there is none; {@code --directory=} with the directory under which
	 * the lock files are made, if it is not to be the temporary directory; and
	 * {@code --rounds=} with the number of rounds of each part, instead of its own
	 */
	public static void main(String[] arguments) throws Exception {
		String parent = System.getProperty("java.io.tmpdir");
		int rounds = 0;
		Set<Part> parts = EnumSet.noneOf(Part.class);
		for (String argument : arguments) {
			if (argument.startsWith(DIRECTORY)) {
				parent = argument.substring(DIRECTORY.length());
			}
			else if (argument.startsWith(ROUNDS)) {
				rounds = Integer.parseInt(argument.substring(ROUNDS.length()));
			}
			else {
				parts.addAll(partsBeginningWith(argument));
			}
		}
		Path scratch = Files.createTempDirectory(Path.of(parent).toAbsolutePath(), "latchkey-benchmark");
		try {
			measure(scratch, parts.isEmpty() ? EnumSet.allOf(Part.class) : parts, rounds);
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
					+ DIRECTORY + "<directory>, and the rounds of each part as " + ROUNDS + "<number>");
			System.exit(2);
		}
		return parts;
	}

	private static void measure(Path scratch, Set<Part> parts, int rounds) throws Exception {
		Path locks = Files.createDirectory(scratch.resolve("locks"));
		CProgram program = CProgram.compile(scratch);
		System.out.println(Machine.describe(locks));
		if (program == null) {
			System.out.println("There is no C compiler (`cc`) here, so nothing is compared with C.\n");
		}
		for (Part part : parts) {
			System.out.println(measure(part, scratch, locks, program, (rounds > 0) ? rounds : part.rounds));
		}
	}

	private static String measure(Part part, Path scratch, Path locks, @Nullable CProgram program, int rounds)
			throws Exception {
		return switch (part) {
			case NAMED_CYCLES -> CycleComparison.ofNamedLocks(locks, program).run(rounds);
			case NAMED_YOUNG -> new YoungComparison(locks).run(rounds);
			case NAMED_CROWDS -> new ThroughputComparison(locks).run(rounds);
			case NAMED_HAND_OVER -> new HandOverComparison(locks, program).runNamed(rounds);
			case NAMED_TAKEOVER -> new Takeover(MeasuredLock.NAMED, locks, program).run(rounds);
			case CLAIM_CYCLES -> CycleComparison.ofClaims(locks, program).run(rounds);
			case CLAIM_HAND_OVER -> new HandOverComparison(locks, program).runClaims(rounds);
			case CLAIM_FOOTPRINT -> new ClaimFootprint(Files.createDirectory(scratch.resolve("footprint"))).run();
			case CLAIM_READS -> new ClaimReading(locks).run(rounds);
			case HELD_CYCLES -> CycleComparison.ofHeldFiles(locks, program).run(rounds);
			case HELD_HAND_OVER -> new HandOverComparison(locks, program).runHeldFiles(rounds);
			case HELD_TAKEOVER -> new Takeover(MeasuredLock.HELD_FILE, locks, program).run(rounds);
			case HELD_INSPECT -> new HeldFileInspection(locks).run();
			case LISTS -> new ClaimListing(Files.createDirectory(scratch.resolve("many"))).run(LIST_SAMPLES);
			case WAITERS -> new WaiterCost(Files.createDirectory(scratch.resolve("waiters"))).run();
			case TIMEOUTS -> new TimeoutCrowd(Files.createDirectory(scratch.resolve("timeouts"))).run();
			case ORDER -> new OrderComparison(locks).run(rounds);
			case ANNOTATIONS -> new AnnotationComparison(locks).run(rounds);
			case START_UP -> new StartupComparison(Files.createDirectory(scratch.resolve("starts"))).run(rounds);
		};
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

		NAMED_CYCLES(3), NAMED_YOUNG(7), NAMED_CROWDS(2), NAMED_HAND_OVER(3), NAMED_TAKEOVER(30), CLAIM_CYCLES(5),
		CLAIM_HAND_OVER(3), CLAIM_FOOTPRINT(1), CLAIM_READS(3), HELD_CYCLES(5), HELD_HAND_OVER(3), HELD_TAKEOVER(200),
		HELD_INSPECT(1), LISTS(1), WAITERS(1), TIMEOUTS(1), ORDER(3), ANNOTATIONS(3), START_UP(10);

		private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

		/** What a part repeats: rounds, JVMs, kills or starts. */
		private final int rounds;

		Part(int rounds) {
			this.rounds = rounds;
		}

	}

}

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;

import org.jspecify.annotations.Nullable;

import dev.latchkey.Latchkey;
import dev.latchkey.benchmark.HandOverPeer.WaitMode;
import dev.latchkey.claim.ClaimHold;

/**
 * A lock that one process releases and another waits for: Java and C in turns.
 */
final class HandOverComparison {

	private static final String C_FLOCK = "C, blocking flock";

	private static final String C_CLAIM = "C, the claim's system calls";

	private static final String C_HELD = "C, the held file lock's system calls";

	private static final String C_NAMED = "C, the named lock's system calls";

	private static final String JAVA_FLOCK = "blocking `flock` from Java";

	private static final int SAMPLES = 300;

	private static final int JAVA_WITH_VIRTUAL_THREADS = 21;

	private final Path directory;

	private final @Nullable CProgram program;

	private final Map<String, double[]> nanos = new LinkedHashMap<>();

	HandOverComparison(Path directory, @Nullable CProgram program) {
		this.directory = directory;
		this.program = program;
	}

	/**
	 * Measure claims.
	 * @param rounds how often each is measured
	 * @return a Markdown table
	 */
	String runClaims(int rounds) throws IOException, InterruptedException {
		try (Latchkey latchkey = Latchkey.builder().directory(this.directory).build();
				ClaimHold occupied = latchkey.claims().claim(HandOverPeer.OCCUPIED, new byte[0]).acquire()) {
			for (int round = 1; round <= rounds; round++) {
				System.err.println("round " + round + " of " + rounds + ": hand-over");
				measureClaims();
				occupied.requireHeld();
			}
		}
		String table = table("C claim", C_CLAIM);
		if (Runtime.version().feature() < JAVA_WITH_VIRTUAL_THREADS) {
			table += "| Latchkey claim, virtual threads | not measured: this JVM has none | | | |\n";
		}
		return table;
	}

	/**
	 * Measure held file locks.
	 * @param rounds how often each is measured
	 * @return a Markdown table
	 */
	String runHeldFiles(int rounds) throws IOException, InterruptedException {
		for (int round = 1; round <= rounds; round++) {
			System.err.println("round " + round + " of " + rounds + ": hand-over of held file locks");
			if (this.program != null) {
				add(C_FLOCK, this.program.handOvers("handover", this.directory, SAMPLES));
				add(C_HELD, this.program.handOvers("heldover", this.directory, SAMPLES));
			}
			add("Latchkey held file lock, platform threads", java(WaitMode.HELD_FILE));
		}
		return table("C held file lock", C_HELD);
	}

	/**
	 * Measures named locks.
	 * @param rounds how often each is measured
	 * @return a Markdown table
	 */
	String runNamed(int rounds) throws IOException, InterruptedException {
		for (int round = 1; round <= rounds; round++) {
			System.err.println("round " + round + " of " + rounds + ": hand-over of named locks");
			if (this.program != null) {
				add(C_FLOCK, this.program.handOvers("handover", this.directory, SAMPLES));
				add(C_NAMED, this.program.handOvers("namedover", this.directory, SAMPLES));
			}
			add(JAVA_FLOCK, java(WaitMode.FLOCK));
			add("Latchkey named lock", java(WaitMode.NAMED));
			add("`FileChannel.lock`, kept open", java(WaitMode.KEPT_CHANNEL));
		}
		return table("`flock` from Java", JAVA_FLOCK);
	}

	private void measureClaims() throws IOException, InterruptedException {
		if (this.program != null) {
			add(C_FLOCK, this.program.handOvers("handover", this.directory, SAMPLES));
			add(C_CLAIM, this.program.handOvers("claims", this.directory, SAMPLES));
		}
		add("Latchkey claim, platform threads", java(WaitMode.PLATFORM));
		if (Runtime.version().feature() >= JAVA_WITH_VIRTUAL_THREADS) {
			add("Latchkey claim, virtual threads", java(WaitMode.VIRTUAL));
		}
		add("Latchkey claim, polling because the native places are taken", java(WaitMode.POLL));
	}

	private void add(String label, double[] values) {
		this.nanos.merge(label, values,
				(one, other) -> DoubleStream.concat(Arrays.stream(one), Arrays.stream(other)).toArray());
	}

	private double[] java(WaitMode mode) throws IOException, InterruptedException {
		Path shared = this.directory.resolveSibling("shared");
		Files.write(shared, new byte[HandOverPeer.SHARED_SIZE]);
		Process one = start(mode, shared, 0);
		Process other = start(mode, shared, 1);
		return DoubleStream.concat(numbers(one), numbers(other)).toArray();
	}

	private Process start(WaitMode mode, Path shared, int self) throws IOException {
		return Commands.startJava(HandOverPeer.class, List.of(mode.name(), this.directory.toString(), shared.toString(),
				Integer.toString(self), Integer.toString(SAMPLES)));
	}

	private static DoubleStream numbers(Process peer) throws IOException, InterruptedException {
		return Commands.output(peer).stream().mapToDouble(Double::parseDouble);
	}

	private String table(String lock, String yardstick) {
		StringBuilder table = new StringBuilder("| hand-over between two processes | p50 µs | p99 µs | p50 × C flock "
				+ "| p50 × " + lock + " |\n| --- | ---: | ---: | ---: | ---: |\n");
		this.nanos.forEach((label, values) -> {
			Figures figures = new Figures(values);
			table.append(String.format(Locale.ROOT, "| %s | %.1f | %.1f | %s | %s |%n", label, figures.median() / 1000,
					figures.percentile(99) / 1000, ratio(figures, C_FLOCK), ratio(figures, yardstick)));
		});
		return table.toString();
	}

	private String ratio(Figures figures, String yardstick) {
		double[] values = this.nanos.get(yardstick);
		return (values != null) ? String.format(Locale.ROOT, "%.2f", figures.median() / new Figures(values).median())
				: "";
	}

}

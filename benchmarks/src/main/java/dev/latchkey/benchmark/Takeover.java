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
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A lock whose holder is killed while another process waits for it: Java and C in turns.
 */
final class Takeover {

	private static final int LONGEST_PAUSE_MILLIS = 500;

	private static final int PARK_LIMIT_MILLIS = 10_000;

	private static final String KEY = "takeover";

	private final MeasuredLock type;

	private final Path directory;

	private final @Nullable CProgram program;

	Takeover(MeasuredLock type, Path directory, @Nullable CProgram program) {
		this.type = type;
		this.directory = directory;
		this.program = program;
	}

	/**
	 * Measure.
	 * @param kills how many holders are killed before each waiter
	 * @return a Markdown table
	 */
	String run(int kills) throws IOException, InterruptedException {
		double[] successors = new double[kills];
		double[] programs = new double[kills];
		try (Peer successor = start(TakeoverSuccessor.class)) {
			for (int i = 0; i < kills; i++) {
				if (i % 20 == 0) {
					System.err.println("kill " + (i + 1) + " of " + kills);
				}
				successors[i] = bySuccessor(successor, i);
				if (this.program != null) {
					programs[i] = byProgram(this.program);
				}
			}
			List<String> unused = successor.stop();
		}
		return "| " + kills
				+ " holders killed | p50 ms | p99 ms | longest ms | least ms |\n| --- | ---: | ---: | ---: | ---: |\n"
				+ ((this.program != null) ? row("C, blocking flock on the same file", programs) : "")
				+ row(this.type.label(), successors);
	}

	private double bySuccessor(Peer successor, int kill) throws IOException, InterruptedException {
		try (Peer victim = victim()) {
			successor.writeLine("acquire");
			awaitParked(successor);
			// Kills are to fall everywhere between two looks of the child.
			Thread.sleep(kill * 37L % LONGEST_PAUSE_MILLIS);
			long killedAt = victim.kill();
			return nanos(killedAt, successor.readLine());
		}
	}

	private double byProgram(CProgram program) throws IOException, InterruptedException {
		try (Peer victim = victim(); Peer waiter = program.await(this.type.file(this.directory, KEY))) {
			awaitParked(waiter);
			long killedAt = victim.kill();
			return nanos(killedAt, waiter.awaitEnd().get(0));
		}
	}

	private Peer victim() throws IOException {
		return start(HoldingPeer.class);
	}

	private Peer start(Class<?> main) throws IOException {
		return Peer.start(main, List.of(this.type.name(), this.directory.toString(), KEY));
	}

	private static double nanos(long killedAt, String acquiredAt) {
		long nanos = Long.parseLong(acquiredAt) - killedAt;
		if (nanos <= 0) {
			throw new IllegalStateException("The lock was acquired before its holder was killed");
		}
		return nanos;
	}

	private static void awaitParked(Peer waiter) throws IOException, InterruptedException {
		long limit = System.nanoTime() + 1_000_000L * PARK_LIMIT_MILLIS;
		while (!isParked(waiter)) {
			if (System.nanoTime() > limit) {
				throw new IllegalStateException("A waiter does not wait in the kernel");
			}
			Thread.sleep(5);
		}
	}

	/** The kernel's table has an arrow in the row of who waits. */
	private static boolean isParked(Peer waiter) throws IOException {
		return Files.readAllLines(Path.of("/proc/locks"))
			.stream()
			.anyMatch((row) -> row.contains("-> FLOCK") && row.contains(" " + waiter.pid() + " "));
	}

	private static String row(String label, double[] nanos) {
		Figures figures = new Figures(nanos);
		return String.format(Locale.ROOT, "| %s | %.2f | %.2f | %.2f | %.2f |%n", label, figures.median() / 1_000_000,
				figures.percentile(99) / 1_000_000, figures.greatest() / 1_000_000, figures.least() / 1_000_000);
	}

}

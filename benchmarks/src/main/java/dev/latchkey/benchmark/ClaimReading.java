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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Certified reads of one claim that another process holds.
 */
final class ClaimReading {

	private static final String KEY = "read-";

	private static final String CLAIM = KEY + "0";

	private static final int WARM_UP_MILLIS = 3000;

	private static final int MEASURED_MILLIS = 2000;

	private static final int THREADS_OF_A_JVM = 5;

	private final Path directory;

	private final Map<Setting, List<Result>> results = new EnumMap<>(Setting.class);

	ClaimReading(Path directory) {
		this.directory = directory;
	}

	/**
	 * Measure.
	 * @param rounds how often each is measured
	 * @return a Markdown table
	 */
	String run(int rounds) throws IOException, InterruptedException {
		for (int round = 1; round <= rounds; round++) {
			for (Setting setting : Setting.values()) {
				System.err.println("round " + round + " of " + rounds + ": reads, " + setting.label());
				this.results.computeIfAbsent(setting, (same) -> new ArrayList<>()).add(measure(setting));
			}
		}
		return table();
	}

	private Result measure(Setting setting) throws IOException, InterruptedException {
		List<Peer> losers = new ArrayList<>();
		try (Peer holder = Peer.start(ClaimingPeer.class,
				List.of(this.directory.toString(), KEY, "1", Integer.toString(setting.pauseMicros)))) {
			for (int i = 0; i < setting.losers; i++) {
				losers.add(Peer.start(ClaimLoser.class, List.of(this.directory.toString(), CLAIM)));
			}
			Figures nanos = read(setting.readers);
			double tries = 0;
			for (Peer loser : losers) {
				tries += Double.parseDouble(loser.stop().get(0));
			}
			List<String> changes = holder.stop();
			return new Result(nanos, tries, Double.parseDouble(changes.get(0)), Integer.parseInt(changes.get(1)));
		}
		finally {
			losers.forEach(Peer::close);
		}
	}

	private Figures read(int readers) throws IOException, InterruptedException {
		long start = System.currentTimeMillis() + WARM_UP_MILLIS;
		List<Process> peers = new ArrayList<>();
		for (int left = readers; left > 0; left -= THREADS_OF_A_JVM) {
			peers.add(Commands.startJava(ClaimReadPeer.class,
					List.of(this.directory.toString(), CLAIM, Integer.toString(Math.min(left, THREADS_OF_A_JVM)),
							Long.toString(start), Integer.toString(MEASURED_MILLIS))));
		}
		List<String> lines = new ArrayList<>();
		for (Process peer : peers) {
			lines.addAll(Commands.output(peer));
		}
		return new Figures(lines.stream().mapToDouble(Double::parseDouble).toArray());
	}

	private String table() {
		StringBuilder table = new StringBuilder(
				"""
						| certified reads of one claim | reads per second | p50 µs | p99 µs | longest ms | changes per second | changes refused | losers' tries per second |
						| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
						""");
		this.results.forEach((setting,
				results) -> table.append(String.format(Locale.ROOT,
						"| %s | %.0f | %.1f | %.1f | %.1f | %.0f | %d | %.0f |%n", setting.label(),
						median(results, Result::readsPerSecond),
						median(results, (result) -> result.nanos().median() / 1000),
						median(results, (result) -> result.nanos().percentile(99) / 1000),
						results.stream().mapToDouble((result) -> result.nanos().greatest()).max().orElseThrow()
								/ 1_000_000,
						median(results, Result::changesPerSecond), results.stream().mapToInt(Result::refused).sum(),
						median(results, Result::triesPerSecond))));
		return table.toString();
	}

	private static double median(List<Result> rounds, ToDoubleFunction<Result> value) {
		return new Figures(rounds.stream().mapToDouble(value).toArray()).median();
	}

	private record Result(Figures nanos, double triesPerSecond, double changesPerSecond, int refused) {

		double readsPerSecond() {
			return this.nanos.count() * 1000.0 / MEASURED_MILLIS;
		}

	}

	private enum Setting {

		QUIET(0, 1, 0), QUIET_MANY_READERS(0, 10, 0), QUIET_LOSER(0, 1, 1), CHANGING(3000, 1, 0),
		CHANGING_MANY_READERS(3000, 10, 0), CHANGING_LOSER(3000, 1, 1), CHANGING_LOSERS(3000, 1, 4),
		CHANGING_ALL(3000, 10, 4);

		private final int pauseMicros;

		private final int readers;

		private final int losers;

		Setting(int pauseMicros, int readers, int losers) {
			this.pauseMicros = pauseMicros;
			this.readers = readers;
			this.losers = losers;
		}

		String label() {
			String holder = (this.pauseMicros == 0) ? "quiet holder" : "content changed every 3 ms";
			return holder + ", " + count(this.readers, "reader")
					+ ((this.losers == 0) ? "" : ", " + count(this.losers, "loser"));
		}

		private static String count(int number, String what) {
			return number + " " + what + ((number == 1) ? "" : "s");
		}

	}

}

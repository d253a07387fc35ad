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
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Many threads whose waits for the locks of another process run out at the same instant:
 * how late each is told so. The threads are virtual where the JDK has such.
 */
final class TimeoutCrowd {

	private static final int[] CROWDS = { 1_000, 10_000 };

	private static final int[] KEYS = { 1, 500, 2_000 };

	private static final int MOST_KEYS = 2_000;

	private static final List<MeasuredLock> KINDS = List.of(MeasuredLock.NAMED, MeasuredLock.HELD_FILE,
			MeasuredLock.CLAIM);

	private final Path directory;

	TimeoutCrowd(Path directory) {
		this.directory = directory;
	}

	/**
	 * Measure.
	 * @return a Markdown table
	 */
	String run() throws IOException, InterruptedException {
		StringBuilder table = new StringBuilder("""
				| waits that run out together | late by ms: p50 | p99 | longest | told the holder | processor ms |
				| --- | ---: | ---: | ---: | ---: | ---: |
				""");
		try (Peer claims = Peer.start(ClaimingPeer.class,
				List.of(this.directory.toString(), "claim-", Integer.toString(MOST_KEYS), "0"));
				Peer named = Peer.start(HoldingPeer.class, keys(MeasuredLock.NAMED));
				Peer held = Peer.start(HoldingPeer.class, keys(MeasuredLock.HELD_FILE))) {
			for (MeasuredLock type : KINDS) {
				for (int crowd : CROWDS) {
					for (int keys : KEYS) {
						table.append(row(type, crowd, keys));
					}
				}
			}
			List<String> unused = claims.stop();
			unused = named.stop();
			unused = held.stop();
		}
		return table.toString();
	}

	private List<String> keys(MeasuredLock type) {
		List<String> arguments = new ArrayList<>(List.of(type.name(), this.directory.toString()));
		IntStream.range(0, MOST_KEYS).forEach((number) -> arguments.add(CrowdWaiter.key(number)));
		return arguments;
	}

	private String row(MeasuredLock type, int crowd, int keys) throws IOException, InterruptedException {
		System.err.println(crowd + " waiters, " + keys + " keys, " + type);
		List<String> arguments = List.of(type.name(), this.directory.toString(), Integer.toString(crowd),
				Integer.toString(keys));
		double[] figures = Commands.output(Commands.startJava(CrowdWaiter.class, arguments))
			.stream()
			.mapToDouble(Double::parseDouble)
			.toArray();
		return String.format(Locale.ROOT, "| %,d waiters, %,d keys, %s | %.0f | %.0f | %.0f | %.0f %% | %,.0f |%n",
				crowd, keys, type.label(), figures[0], figures[1], figures[2], figures[3], figures[4]);
	}

}

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
import java.util.List;
import java.util.Locale;

import org.openjdk.jmh.runner.RunnerException;

/**
 * A warm look at a held file lock.
 */
final class HeldFileInspection {

	private final Path directory;

	HeldFileInspection(Path directory) {
		this.directory = directory;
	}

	/**
	 * Measure.
	 * @return a Markdown table
	 */
	String run() throws IOException, InterruptedException, RunnerException {
		System.err.println("inspect");
		try (Peer holder = Peer.start(HoldingPeer.class,
				List.of(MeasuredLock.HELD_FILE.name(), this.directory.toString(), CycleBenchmark.BUSY))) {
			String table = "| `HeldFileLocks.inspect` | median µs |\n| --- | ---: |\n" + row("free", "inspectFree")
					+ row("held by another process", "inspectBusy");
			List<String> unused = holder.stop();
			return table;
		}
	}

	private String row(String label, String benchmark) throws RunnerException {
		double nanos = Jmh.median(benchmark, this.directory);
		return String.format(Locale.ROOT, "| %s | %.1f |%n", label, nanos / 1000);
	}

}

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

package dev.latchkey.spring.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.process.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two instances of an application, whose scheduled job is over long before the scheduler
 * of the other instance comes to it: its only thread is busy with another job.
 */
class ScheduledLockProcessTests {

	/** With {@code latchkey.test.thorough} as many as one believes. */
	private static final int TICKS = Boolean.getBoolean("latchkey.test.thorough") ? 50 : 3;

	@Test
	void aShortJobRunsOnceAtEachTimeHoweverLateTheOtherInstanceIs(@TempDir Path directory) throws IOException {
		Path runs = Files.createFile(directory.resolve("runs"));
		try (ForkedJvm punctual = start(directory, runs, Duration.ofMillis(100));
				ForkedJvm late = start(directory, runs, Duration.ofMillis(1500))) {
			assertThat(punctual.answer()).isEqualTo("ready");
			assertThat(late.answer()).isEqualTo("ready");
			long first = tick(System.currentTimeMillis()) + 1;
			long end = first + TICKS;
			await().pollInterval(Duration.ofMillis(200))
				.atMost(Duration.ofSeconds(60 + 2L * TICKS))
				.until(() -> tick(System.currentTimeMillis()) > end);
			SortedMap<Long, Long> counts = counts(runs).subMap(first, end);
			System.out.println("Runs at each of " + TICKS + " times: " + counts.values());
			assertThat(counts).hasSize(TICKS);
			assertThat(counts.values()).allMatch((count) -> count == 1);
		}
	}

	private static SortedMap<Long, Long> counts(Path runs) throws IOException {
		List<String> lines = Files.readAllLines(runs);
		return lines.stream()
			.collect(Collectors.groupingBy((line) -> tick(Long.parseLong(line)), TreeMap::new, Collectors.counting()));
	}

	/** The job is due every two seconds. */
	private static long tick(long millis) {
		return millis / 2000;
	}

	private static ForkedJvm start(Path directory, Path runs, Duration slow) {
		return ForkedJvm.start(
				Map.of("latchkey.directory", directory.resolve("locks").toString(), "runs", runs.toString(), "slow",
						Long.toString(slow.toMillis()), "spring.task.scheduling.pool.size", "1",
						"spring.main.web-application-type", "none", "spring.main.banner-mode", "off"),
				ScheduledJobs.class);
	}

}

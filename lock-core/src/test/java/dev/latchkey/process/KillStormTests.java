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

package dev.latchkey.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.latchkey.LockType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes that acquire one lock and are killed at any moment, on each platform that
 * this machine has.
 */
class KillStormTests {

	/** How many times 1,000 acquisitions, and five kills, one of them of a holder. */
	private static final int SCALE = Integer.getInteger("latchkey.test.storm", 1);

	private static final int VISITS_PER_KILL = 200;

	private static final int PROCESSES = 3;

	private final Random random = new Random();

	private final List<ForkedJvm> processes = new ArrayList<>();

	@TempDir
	Path directory;

	@AfterEach
	void end() {
		this.processes.forEach(ForkedJvm::close);
	}

	@ParameterizedTest
	@ValueSource(strings = { "native", "portable", "portable-flock", "portable-windows" })
	void noTwoHoldAtOnce(String platform) throws IOException {
		SharedSection section = new SharedSection(this.directory.resolve("section"));
		long begin = System.nanoTime();
		for (int i = 0; i < PROCESSES; i++) {
			this.processes.add(start(platform));
		}
		int kills = storm(platform, section);
		this.processes.forEach(KillStormTests::awaitReady);
		this.processes.forEach((process) -> assertThat(process.ask("stop")).isEqualTo("stopped"));
		System.out.println("Storm on the platform " + platform + ": " + section.visits() + " acquisitions, " + kills
				+ " kills, " + section.deaths() + " of them of holders, faults " + section.faults() + ", "
				+ TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin) + " s");
		assertThat(section.faults()).isEmpty();
	}

	/** What is killed has begun, and the others have gone on since the last kill. */
	private int storm(String platform, SharedSection section) {
		int kills = 0;
		while (section.faults().isEmpty() && (kills < 5 * SCALE || section.deaths() < SCALE)) {
			long visits = section.visits() + VISITS_PER_KILL;
			Awaitility.await()
				.atMost(Duration.ofMinutes(2))
				.pollInterval(Duration.ofMillis(1))
				.until(() -> section.visits() >= visits || !section.faults().isEmpty());
			ForkedJvm victim = this.processes.remove(0);
			awaitReady(victim);
			LockSupport.parkNanos(this.random.nextInt(20_000_000));
			victim.kill();
			kills++;
			this.processes.add(start(platform));
		}
		return kills;
	}

	private static void awaitReady(ForkedJvm process) {
		assertThat(process.answer()).isEqualTo("ready");
	}

	private ForkedJvm start(String platform) {
		return ForkedJvm.start(Map.of("latchkey.platform", platform), KillStormWorker.class, LockType.NAMED.name(),
				this.directory.toString());
	}

}

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

package dev.latchkey.backend;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.process.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Measures all backends on this machine, with the default times: what a call costs that
 * nobody is in the way of, how long a lock takes from one process to another, and how
 * long it stays with a holder that was killed. It takes minutes, and is run by name only.
 */
class BackendTable {

	private static final int HAND_OVERS = 30;

	private static final int TAKEOVERS = 3;

	/** ZooKeeper's lease is its session; as long as the others'. */
	private static final int SESSION_MILLIS = 30_000;

	private static final int TICK_MILLIS = 2000;

	private final Random random = new Random(1);

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@Test
	void print() {
		Map<String, Supplier<Server>> backends = new LinkedHashMap<>();
		backends.put("file", FileServer::new);
		backends.put("PostgreSQL", PostgresServer::new);
		backends.put("Redis", RedisServer::new);
		backends.put("ZooKeeper", () -> new ZookeeperServer(TICK_MILLIS));
		List<String> rows = new ArrayList<>();
		backends.forEach((name, server) -> rows.add("| " + name + " | " + measure(server) + " |"));
		System.out
			.println("| backend | takeover after kill -9 | call without contention | hand-over between processes |");
		System.out.println("| --- | ---: | ---: | ---: |");
		rows.forEach(System.out::println);
	}

	private String measure(Supplier<Server> start) {
		try (Server server = start.get()) {
			String cost;
			Figures handOvers = new Figures();
			Figures takeovers = new Figures();
			try (ForkedJvm first = worker(server); ForkedJvm second = worker(server)) {
				cost = String.format(Locale.ROOT, "%.3f ms", Double.parseDouble(first.ask("cost")) / 1000);
				for (int i = 0; i < HAND_OVERS; i++) {
					handOvers.add(handOver(first, second));
				}
			}
			for (int i = 0; i < TAKEOVERS; i++) {
				takeovers.add(takeover(server));
			}
			return takeovers + " | " + cost + " | " + handOvers;
		}
	}

	private ForkedJvm worker(Server server) {
		Map<String, String> properties = new HashMap<>(server.properties());
		properties.putIfAbsent("latchkey.directory", this.directory.resolve("locks").toString());
		properties.put("session", Integer.toString(SESSION_MILLIS));
		properties.put("spring.main.banner-mode", "off");
		ForkedJvm worker = ForkedJvm.start(properties, BackendWorker.class);
		assertThat(worker.answer()).isEqualTo("ready");
		return worker;
	}

	private double handOver(ForkedJvm first, ForkedJvm second) {
		String unusedEntry = first.ask("timed");
		second.send("timed");
		// Not in step with those who look again at fixed intervals.
		LockSupport.parkNanos(this, 200_000_000 + this.random.nextInt(100_000_000));
		long left = Long.parseLong(first.ask("leave"));
		long entered = Long.parseLong(second.answer());
		String unusedExit = second.ask("leave");
		return (entered - left) / 1e6;
	}

	private double takeover(Server server) {
		try (ForkedJvm first = worker(server); ForkedJvm second = worker(server)) {
			String unusedEntry = first.ask("timed");
			second.send("timed");
			LockSupport.parkNanos(this, 500_000_000 + this.random.nextInt(100_000_000));
			long killed = System.nanoTime();
			first.kill();
			long entered = Long.parseLong(second.answer());
			return (entered - killed) / 1e6;
		}
	}

	/** Times in milliseconds. */
	private static final class Figures {

		private final List<Double> millis = new ArrayList<>();

		void add(double value) {
			this.millis.add(value);
		}

		@Override
		public String toString() {
			List<Double> sorted = this.millis.stream().sorted().toList();
			return String.format(Locale.ROOT, "%s (%s to %s)", shown(sorted.get(sorted.size() / 2)),
					shown(sorted.get(0)), shown(sorted.get(sorted.size() - 1)));
		}

		private static String shown(double millis) {
			return (millis < 1000) ? String.format(Locale.ROOT, (millis < 10) ? "%.2f ms" : "%.0f ms", millis)
					: String.format(Locale.ROOT, "%.1f s", millis / 1000);
		}

	}

}

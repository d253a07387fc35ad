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
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.latchkey.process.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What annotated methods promise, whatever backend keeps their locks. Two applications
 * share it; they live as long as the tests let them.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class BackendContract {

	/** How long a lock lives without its holder; and a session of ZooKeeper. */
	static final Duration LEASE = Duration.ofSeconds(3);

	/** Long enough to see that a lock is not taken. */
	private static final Duration WHILE = Duration.ofMillis(300);

	@SuppressWarnings("NullAway.Init")
	private Path directory;

	/** Clients find a backend that is back in their own time. */
	private static final Duration RECONNECTION = Duration.ofSeconds(30);

	private @Nullable Server server;

	private @Nullable ForkedJvm first;

	private @Nullable ForkedJvm second;

	abstract Server start();

	@BeforeAll
	void keep(@TempDir Path directory) {
		this.directory = directory;
	}

	/** Here, so that each test is counted as skipped where there is no such server. */
	@BeforeEach
	void startServerAndWorkers() {
		if (this.server == null) {
			this.server = start();
		}
		ForkedJvm first = aliveOrNew(this.first);
		ForkedJvm second = aliveOrNew(this.second);
		if (first != this.first) {
			assertThat(first.answer()).isEqualTo("ready");
		}
		if (second != this.second) {
			assertThat(second.answer()).isEqualTo("ready");
		}
		this.first = first;
		this.second = second;
	}

	private ForkedJvm aliveOrNew(@Nullable ForkedJvm jvm) {
		return (jvm != null && jvm.isAlive()) ? jvm : worker();
	}

	private ForkedJvm worker() {
		Map<String, String> properties = new HashMap<>(server().properties());
		properties.putIfAbsent("latchkey.directory", this.directory.resolve("locks").toString());
		properties.put("oracle", this.directory.resolve("oracle").toString());
		properties.put("latchkey.wait-time", "30s");
		properties.put("latchkey.held-file.stale-after", LEASE.toMillis() + "ms");
		properties.put("spring.main.web-application-type", "none");
		properties.put("spring.main.banner-mode", "off");
		return ForkedJvm.start(properties, BackendWorker.class);
	}

	@AfterEach
	void endThoseThatAreInTheMiddle() {
		if (!isIdle(this.first) || !isIdle(this.second)) {
			endWorkers();
		}
	}

	private static boolean isIdle(@Nullable ForkedJvm jvm) {
		return jvm == null || !jvm.isAlive() || "idle".equals(jvm.send("idle").answerWithin(WHILE.multipliedBy(10)));
	}

	@AfterAll
	void endAll() {
		endWorkers();
		if (this.server != null) {
			this.server.close();
		}
	}

	private void endWorkers() {
		if (this.first != null) {
			this.first.close();
		}
		if (this.second != null) {
			this.second.close();
		}
		this.first = null;
		this.second = null;
	}

	private ForkedJvm first() {
		return Objects.requireNonNull(this.first);
	}

	private ForkedJvm second() {
		return Objects.requireNonNull(this.second);
	}

	private Server server() {
		return Objects.requireNonNull(this.server);
	}

	@Test
	void onlyOneIsInTheSection() {
		first().send("count 20");
		assertThat(second().ask("count 20")).isEqualTo("counted");
		assertThat(first().answer()).isEqualTo("counted");
	}

	@ParameterizedTest
	@ValueSource(strings = { "exclusive", "stage", "mono" })
	void theOtherWaits(String type) {
		assertThat(first().ask(type)).isEqualTo("in");
		second().send(type);
		assertThat(second().answerWithin(WHILE)).as("while the first is in").isNull();
		assertThat(first().ask("leave")).isEqualTo("out");
		assertThat(second().answer()).isEqualTo("in");
		assertThat(second().ask("leave")).isEqualTo("out");
	}

	@ParameterizedTest
	@ValueSource(strings = { "skip", "timeout" })
	void theOtherDoesNotWaitForLonger(String type) {
		assertThat(first().ask("exclusive")).isEqualTo("in");
		assertThat(second().ask(type)).isEqualTo(type.equals("skip") ? "null" : "busy");
		assertThat(first().ask("leave")).isEqualTo("out");
		assertThat(second().ask(type)).isEqualTo("in");
		assertThat(second().ask("leave")).isEqualTo("out");
	}

	@Test
	void theOtherGoesOnWhenTheHolderIsKilled() {
		assertThat(first().ask("exclusive")).isEqualTo("in");
		second().send("exclusive");
		assertThat(second().answerWithin(WHILE)).isNull();
		long killed = System.nanoTime();
		first().kill();
		assertThat(second().answer()).isEqualTo("in");
		Duration takeover = Duration.ofNanos(System.nanoTime() - killed);
		System.out.printf(Locale.ROOT, "Takeover after kill -9: %.3f s (%s, lease of %.0f s where there is one)%n",
				takeover.toNanos() / 1e9, getClass().getSimpleName(), LEASE.toNanos() / 1e9);
		assertThat(second().ask("leave")).isEqualTo("out");
	}

	@Test
	void aHolderWhoseBackendGoesAwayIsToldAndAllGoOnWhenItIsBack() {
		assertThat(first().ask("exclusive")).isEqualTo("in");
		server().goAway();
		boolean files = "files".equals(server().properties().get("latchkey.backend"));
		assertThat(first().answer()).as("the event, and whether it has a token").isEqualTo("lost " + files);
		assertThat(first().ask("leave")).isEqualTo("lost at the end");
		assertThat(second().ask("timeout")).startsWith("no backend");
		server().comeBack();
		await().atMost(RECONNECTION).untilAsserted(() -> assertThat(first().ask("exclusive")).isEqualTo("in"));
		await().atMost(RECONNECTION).untilAsserted(() -> assertThat(second().ask("timeout")).isEqualTo("busy"));
		assertThat(first().ask("leave")).isEqualTo("out");
		assertThat(second().ask("exclusive")).isEqualTo("in");
		assertThat(second().ask("leave")).isEqualTo("out");
	}

}

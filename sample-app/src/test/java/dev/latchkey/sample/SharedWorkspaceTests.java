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

package dev.latchkey.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Several instances on one workspace.
 */
class SharedWorkspaceTests {

	private static final int ROUNDS = 8;

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path workspace;

	@Test
	void noEventIsLostOrDoubledEvenIfAnInstanceIsKilled() throws Exception {
		List<Long> answered = new ArrayList<>();
		try (Instance first = Instance.start(this.workspace, "2ms");
				Instance second = Instance.start(this.workspace, "2ms")) {
			for (int round = 0; round < 2; round++) {
				try (Instance victim = Instance.start(this.workspace, "2ms")) {
					List<CompletableFuture<List<Long>>> syncs = new ArrayList<>();
					List<CompletableFuture<List<Long>>> victims = new ArrayList<>();
					for (int i = 0; i < ROUNDS; i++) {
						syncs.add(first.sync());
						syncs.add(second.sync());
						victims.add(victim.sync());
					}
					await().until(() -> victims.stream().anyMatch(CompletableFuture::isDone));
					victim.kill();
					syncs.forEach((sync) -> answered.addAll(sync.join()));
					victims.forEach((sync) -> answered.addAll(sync.exceptionally((ex) -> List.of()).join()));
				}
			}
		}
		List<Long> logged = logged();
		assertThat(logged).containsExactlyElementsOf(LongStream.rangeClosed(1, logged.size()).boxed().toList());
		assertThat(answered).doesNotHaveDuplicates().isSubsetOf(logged).hasSizeGreaterThan(2 * 2 * ROUNDS);
	}

	/**
	 * Strict: a line that is torn, or stuck to another, is no JSON and fails the test.
	 */
	private List<Long> logged() throws Exception {
		String events = Files.readString(this.workspace.resolve("events.jsonl"));
		assertThat(events).endsWith("\n");
		JsonMapper json = new JsonMapper();
		return events.lines().map((line) -> json.readTree(line).get("seq").longValue()).toList();
	}

	@Test
	void aWaitingInstanceNamesTheHolder() {
		try (Instance holder = Instance.start(this.workspace, "400ms");
				Instance waiter = Instance.start(this.workspace, "1ms")) {
			// The first answer of an application takes as long as the lock is held. The
			// sync with which each instance begins may wait itself.
			await().until(() -> waiter.workspaceLock("/waiting").isMissingNode());
			CompletableFuture<List<Long>> held = holder.sync();
			await().until(() -> holder.workspaceLock("/held").has("fencingToken"));
			CompletableFuture<List<Long>> waited = waiter.sync();
			JsonNode shown = await().atMost(Duration.ofSeconds(10))
				.until(() -> waiter.workspaceLock("/waiting").at("/holders/0"), (node) -> !node.isMissingNode());
			assertThat(shown.get("pid").longValue()).isEqualTo(holder.pid());
			assertThat(shown.get("command").stringValue()).contains("java").contains("-Dsample.remote-latency=400ms");
			JsonNode lock = holder.workspaceLock("/directory/locks");
			assertThat(lock.get("state").stringValue()).isEqualTo("held");
			assertThat(lock.at("/holders/0/pid").longValue()).isEqualTo(holder.pid());
			assertThat(held.join()).isNotEmpty();
			assertThat(waited.join()).isNotEmpty();
		}
	}

}

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

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

import dev.latchkey.Latchkey;
import dev.latchkey.LockState;
import dev.latchkey.claim.ClaimHold;
import dev.latchkey.claim.Claims;
import dev.latchkey.internal.acquire.ActiveLocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Instances that find their leader.
 */
class LeadershipTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path workspace;

	@Test
	void allAgreeOnTheLeaderAndOnItsSuccessorWhenItIsKilled() {
		try (Instance first = Instance.start(this.workspace, "1ms");
				Instance second = Instance.start(this.workspace, "1ms");
				Instance third = Instance.start(this.workspace, "1ms")) {
			Instance leader = agreed(first, second, third);
			leader.kill();
			Instance successor = agreed(others(leader, first, second, third));
			assertThat(successor).isNotSameAs(leader);
			successor.kill();
			Instance last = agreed(others(successor, others(leader, first, second, third)));
			assertThat(last).isNotIn(leader, successor);
		}
	}

	/** Await that all name one of them, and that by its own port and pid. */
	private static Instance agreed(Instance... instances) {
		return await().until(() -> leader(instances), (leader) -> leader.length == 1)[0];
	}

	private static Instance[] leader(Instance... instances) {
		List<JsonNode> leaders = List.of(instances).stream().map(Instance::leader).distinct().toList();
		return List.of(instances)
			.stream()
			.filter((instance) -> leaders.size() == 1 && instance.isDescribedBy(leaders.get(0)))
			.toArray(Instance[]::new);
	}

	private static Instance[] others(Instance but, Instance... instances) {
		return List.of(instances).stream().filter((instance) -> instance != but).toArray(Instance[]::new);
	}

	@Test
	void aLeaderThatIsStoppedLeavesItsPlaceAtOnce() {
		try (Latchkey latchkey = Latchkey.builder().directory(this.workspace.resolve(".locks")).build()) {
			Claims claims = latchkey.claims();
			try (ConfigurableApplicationContext context = start()) {
				await().until(() -> context.getBean(Leadership.class).leader().isPresent());
				assertThat(claims.claim(Leadership.KEY).inspect().state()).isEqualTo(LockState.HELD);
			}
			assertThat(claims.claim(Leadership.KEY).inspect().state()).isEqualTo(LockState.FREE);
		}
	}

	@Test
	void whoIsStoppedWhileItWaitsIsNoCandidateAnyMore() {
		try (Latchkey latchkey = Latchkey.builder().directory(this.workspace.resolve(".locks")).build()) {
			Claims claims = latchkey.claims();
			ClaimHold other = claims.claim(Leadership.KEY, "{\"port\":1,\"pid\":2}".getBytes(StandardCharsets.UTF_8))
				.tryAcquire()
				.orElseThrow();
			ActiveLocks activeLocks;
			try (ConfigurableApplicationContext context = start()) {
				activeLocks = context.getBean(ActiveLocks.class);
				await().until(() -> !activeLocks.waits().isEmpty());
				assertThat(context.getBean(Leadership.class).leader()).hasValue(new Leader(1, 2));
			}
			await().until(() -> activeLocks.waits().isEmpty());
			other.close();
			assertThat(claims.claim(Leadership.KEY).inspect().state()).isEqualTo(LockState.FREE);
		}
	}

	private ConfigurableApplicationContext start() {
		return SpringApplication.run(SampleApplication.class, "--server.port=0", "--sample.workspace=" + this.workspace,
				"--sample.sync-interval=1h", "--sample.remote-latency=1ms");
	}

}

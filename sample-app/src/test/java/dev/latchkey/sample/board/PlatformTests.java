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

package dev.latchkey.sample.board;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.latchkey.sample.Instance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Instances on each platform: they exclude each other, and one that waits takes over from
 * one that is killed.
 */
class PlatformTests {

	private static final int TAKEOVERS = Integer.getInteger("latchkey.test.takeovers", 1);

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path workspace;

	@ParameterizedTest
	@ValueSource(strings = { "native", "portable", "portable-flock" })
	void aKilledInstanceIsFollowedByTheOneThatWaits(String platform) {
		double[] millis = new double[TAKEOVERS];
		try (Instance instance = start(platform)) {
			Supplier<JsonNode> board = instance.watchBoard();
			for (int i = 0; i < TAKEOVERS; i++) {
				String pid = new JsonMapper().readTree(instance.press("/board/rivals").body()).get("pid").asString();
				String rival = await("started").until(() -> label(board.get(), pid), (label) -> !label.isEmpty());
				await("holds").until(() -> isOpen(board.get(), "holds", rival));
				assertThat(instance.press("/board/sync").statusCode()).isEqualTo(202);
				await("waits").until(() -> isOpen(board.get(), "waits", "A"));
				assertThat(isOpen(board.get(), "holds", rival)).as("excludes").isTrue();
				assertThat(waitedFor(instance)).isEqualTo(pid);
				assertThat(instance.press("/board/rivals/" + pid + "/kill").statusCode()).isEqualTo(204);
				millis[i] = await("take-over")
					.until(() -> board.get().at("/takeovers/0"), (takeover) -> isFrom(takeover, rival))
					.get("millis")
					.asDouble();
				await("idle").until(() -> !isOpen(board.get(), "holds", "A"));
			}
		}
		Arrays.sort(millis);
		System.out.printf(Locale.ROOT, "Take-over on %s after %d kills: median %.1f ms, longest %.1f ms%n", platform,
				TAKEOVERS, millis[TAKEOVERS / 2], millis[TAKEOVERS - 1]);
	}

	/** A JVM may take long to start, and the board looks now and then. */
	private static ConditionFactory await(String what) {
		return Awaitility.await(what).atMost(Duration.ofMinutes(1));
	}

	private Instance start(String platform) {
		return new Instance(Instance.fork(this.workspace, "1s",
				Map.of("latchkey.platform", platform, "sample.rival.arguments", "--sample.remote-latency=20s")));
	}

	private static String label(JsonNode board, String pid) {
		return find(board.at("/processes"), (process) -> process.get("pid").asString().equals(pid)).path("label")
			.asString("");
	}

	/** Returns the holder that the endpoint shows for the wait. */
	private static String waitedFor(Instance instance) {
		return instance.get("/actuator/locks").at("/waiting/0/holders/0/pid").asString();
	}

	/** What is still going on has no end. */
	private static boolean isOpen(JsonNode board, String what, String process) {
		JsonNode lock = find(board.at("/locks"), (each) -> each.get("name").asString().equals("workspace"));
		return !find(lock.path(what), (each) -> each.get("process").asString().equals(process) && !each.has("to"))
			.isMissingNode();
	}

	private static boolean isFrom(JsonNode takeover, String process) {
		return takeover.path("from").asString("").equals(process);
	}

	private static JsonNode find(JsonNode array, Predicate<JsonNode> wanted) {
		return array.valueStream().filter(wanted).findFirst().orElseGet(() -> array.path("none"));
	}

}

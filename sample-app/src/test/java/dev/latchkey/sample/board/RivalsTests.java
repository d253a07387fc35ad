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
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import dev.latchkey.sample.Instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Rivals, as the processes that they are.
 */
class RivalsTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path workspace;

	@Test
	void theyEndWithAnInstanceThatIsStopped() {
		try (Instance instance = start("5")) {
			ProcessHandle rival = startRival(instance);
			assertThat(ProcessHandle.of(instance.pid()).orElseThrow().destroy()).isTrue();
			await().until(() -> !rival.isAlive());
		}
	}

	@Test
	void theyEndWithAnInstanceThatIsKilled() {
		try (Instance instance = start("5")) {
			ProcessHandle rival = startRival(instance);
			instance.kill();
			await().until(() -> !rival.isAlive());
		}
	}

	@Test
	void thereAreNoMoreThanAllowedAndNoOtherProcessIsTouched() {
		try (Instance instance = start("1"); Instance other = start("1")) {
			ProcessHandle rival = startRival(instance);
			assertThat(instance.press("/board/rivals").statusCode()).isEqualTo(409);
			assertThat(instance.press("/board/rivals/" + other.pid() + "/kill").statusCode()).isEqualTo(404);
			assertThat(instance.press("/board/rivals/" + instance.pid() + "/stop").statusCode()).isEqualTo(404);
			assertThat(instance.press("/board/rivals/" + rival.pid() + "/kill").statusCode()).isEqualTo(204);
			await().until(() -> !rival.isAlive());
			assertThat(instance.press("/board/rivals/" + rival.pid() + "/kill").statusCode()).isEqualTo(404);
			ProcessHandle next = startRival(instance);
			instance.kill();
			await().until(() -> !next.isAlive());
		}
	}

	private Instance start(String limit) {
		return new Instance(Instance.fork(this.workspace, "1ms", Map.of("sample.rival.limit", limit)));
	}

	private static ProcessHandle startRival(Instance instance) {
		String started = instance.press("/board/rivals").body();
		return ProcessHandle.of(new JsonMapper().readTree(started).get("pid").longValue()).orElseThrow();
	}

}

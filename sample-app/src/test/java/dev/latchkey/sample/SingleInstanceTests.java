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

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import dev.latchkey.daemon.DaemonControl;
import dev.latchkey.daemon.DaemonStateFile;
import dev.latchkey.daemon.StopResult;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.pidfile.PidFileInspection.State;
import dev.latchkey.internal.pidfile.PidFileLock;
import dev.latchkey.process.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The sample application with a pid file, as {@code docs/guide/single-instance.md} shows
 * it.
 */
class SingleInstanceTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path workspace;

	@Test
	void theSecondInstanceSaysWhoIsInItsWayAndTheFirstGoesOn() {
		try (Instance first = new Instance(fork()); ForkedJvm second = fork()) {
			assertThat(second.awaitEnd())
				.contains("APPLICATION FAILED TO START", "has the pid file '" + pidFile() + "'")
				.containsPattern("pid " + first.pid() + ", \\S*java, since ");
			assertThat(second.exitValue()).isEqualTo(1);
			await().until(() -> !shown(first).path("heartbeatAt").isMissingNode());
			assertThat(shown(first).path("pidFile").stringValue()).isEqualTo(pidFile().toString());
			assertThat(shown(first).path("stateFile").stringValue()).isEqualTo(stateFile().path().toString());
		}
	}

	@Test
	void aKilledInstanceLeavesItsPlaceAtOnceAndAStoppedOneNothing() throws Exception {
		try (Instance first = new Instance(fork())) {
			await().until(() -> stateFile().read().isPresent());
			first.kill();
			assertThat(new PidFileLock(LockRuntime.builder().build(), pidFile()).status().state())
				.isEqualTo(State.STALE);
			assertThat(stateFile().read().orElseThrow().pid()).isEqualTo(first.pid());
		}
		try (Instance next = new Instance(fork())) {
			assertThat(new PidFileLock(LockRuntime.builder().build(), pidFile()).status().text())
				.isEqualTo("running (pid " + next.pid() + ")");
			assertThat(new DaemonControl(new PidFileLock(LockRuntime.builder().build(), pidFile()))
				.stop(Duration.ofMinutes(1))).isEqualTo(new StopResult.Terminated(next.pid()));
		}
		assertThat(pidFile()).doesNotExist();
		assertThat(stateFile().path()).doesNotExist();
	}

	private ForkedJvm fork() {
		return Instance.fork(this.workspace, "1ms", Map.of("latchkey.daemon.pid-file", pidFile().toString()));
	}

	private static JsonNode shown(Instance instance) {
		return instance.get("/actuator/locks").path("daemon");
	}

	private Path pidFile() {
		return this.workspace.resolve("run/sample.pid");
	}

	private DaemonStateFile stateFile() {
		return DaemonStateFile.beside(new PidFileLock(LockRuntime.builder().build(), pidFile()));
	}

}

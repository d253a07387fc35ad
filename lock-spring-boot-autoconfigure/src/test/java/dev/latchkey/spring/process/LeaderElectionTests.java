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
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.process.ForkedJvm;
import dev.latchkey.spring.LockName;
import dev.latchkey.spring.springintegration.FileLockRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Integration's leader election, on file locks.
 */
class LeaderElectionTests {

	/**
	 * Long enough to see that nobody else becomes leader, three rounds of a candidate.
	 */
	private static final Duration WHILE = Duration.ofMillis(1500);

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@SuppressWarnings("NullAway.Init")
	private ForkedJvm leader;

	@SuppressWarnings("NullAway.Init")
	private ForkedJvm follower;

	@BeforeEach
	void start() {
		Map<String, String> properties = Map.of("latchkey.directory", this.directory.toString(),
				"latchkey.integration.lock-registry", "true", "latchkey.held-file.stale-after", "500ms",
				"spring.main.web-application-type", "none");
		this.leader = ForkedJvm.start(properties, Candidate.class);
		assertThat(this.leader.answer()).isIn("ready true", "granted writer");
		assertThat(this.leader.answer()).isIn("ready true", "granted writer");
		this.follower = ForkedJvm.start(properties, Candidate.class);
		assertThat(this.follower.answer()).isEqualTo("ready true");
		assertThat(this.follower.answerWithin(WHILE)).isNull();
	}

	@AfterEach
	void end() {
		this.leader.close();
		this.follower.close();
	}

	@Test
	void theFollowerLeadsWhenTheLeaderIsKilled() {
		long killed = System.nanoTime();
		this.leader.kill();
		assertThat(this.follower.answer()).isEqualTo("granted writer");
		System.out.println("kill -9 to the next leader's answer, with the start of kill(1): "
				+ Duration.ofNanos(System.nanoTime() - killed).toMillis() + " ms");
		assertThat(this.follower.answerWithin(WHILE)).isNull();
	}

	@Test
	void theFollowerLeadsWhenTheLeaderEnds() {
		this.leader.send("");
		assertThat(this.follower.answer()).isEqualTo("granted writer");
	}

	@Test
	void aStoppedLeaderStaysLeader() {
		this.leader.stop();
		assertThat(this.follower.answerWithin(WHILE)).as("three times stale-after").isNull();
		this.leader.resume();
		assertThat(this.leader.answerWithin(WHILE)).isNull();
	}

	@Test
	void aLeaderWhoseLockWasTakenAwayKnowsAndIsACandidateAgain() throws IOException {
		Files.delete(this.directory.resolve(new LockName(FileLockRegistry.NAME, "writer").fileName()));
		assertThat(this.follower.answer()).isEqualTo("granted writer");
		assertThat(this.leader.answer()).isEqualTo("revoked writer");
		this.follower.kill();
		assertThat(this.leader.answer()).isEqualTo("granted writer");
	}

}

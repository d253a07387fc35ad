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

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.latchkey.process.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * File locks for ShedLock and Spring Integration, in two applications.
 */
class JobProcessTests extends TwoApplications {

	/** Long enough to see that a lock is not taken, many times its hand-over. */
	private static final Duration WHILE = Duration.ofMillis(500);

	@Override
	ForkedJvm start() {
		return ForkedJvm.start(
				Map.of("latchkey.directory", this.directory.toString(), "latchkey.shedlock.lock-provider", "true",
						"latchkey.integration.lock-registry", "true", "spring.main.web-application-type", "none"),
				Jobs.class);
	}

	@Test
	void aJobRunsInOneProcess() {
		assertThat(this.first.ask("job 3600 0")).isEqualTo("locked");
		assertThat(this.second.ask("job 3600 0")).isEqualTo("busy");
		assertThat(this.first.ask("unlock")).isEqualTo("done");
		assertThat(this.second.ask("job 3600 0")).isEqualTo("locked");
	}

	@Test
	void theJobOfAKilledProcessIsFreeLongBeforeLockAtMostFor() {
		assertThat(this.first.ask("job 3600 0")).isEqualTo("locked");
		this.first.kill();
		assertThat(this.second.ask("job 3600 0")).isEqualTo("locked");
	}

	@Test
	void lockAtLeastForOutlivesAKilledProcess() {
		assertThat(this.first.ask("job 3600 3600")).isEqualTo("locked");
		this.first.kill();
		assertThat(this.second.ask("job 3600 0")).isEqualTo("busy");
		assertThat(this.second.ask("job 3600 0")).isEqualTo("busy");
	}

	@Test
	void lockAtLeastForOutlivesARestart() {
		assertThat(this.first.ask("job 3600 3600")).isEqualTo("locked");
		assertThat(this.first.ask("unlock")).isEqualTo("done");
		assertThat(this.first.ask("end")).isEqualTo("end");
		assertThat(this.first.awaitEnd()).isNotEmpty();
		try (ForkedJvm restarted = start()) {
			assertThat(restarted.answer()).isEqualTo("ready");
			assertThat(restarted.ask("job 3600 0")).isEqualTo("busy");
		}
	}

	@Test
	void atLockAtMostForTheLockPassesOnAndTheLossIsAnEvent() {
		assertThat(this.first.ask("job 1 0")).isEqualTo("locked");
		assertThat(this.first.answer()).isEqualTo("lost job");
		assertThat(this.second.ask("job 3600 0")).isEqualTo("locked");
		assertThat(this.first.ask("extend 3600 0")).isEqualTo("not extended");
		assertThat(this.first.ask("job 3600 0")).isEqualTo("busy");
	}

	@Test
	void anExtendedLockStays() {
		assertThat(this.first.ask("job 1 0")).isEqualTo("locked");
		assertThat(this.first.ask("extend 3600 0")).isEqualTo("extended");
		assertThat(this.first.answerWithin(WHILE.multipliedBy(3))).as("of a loss").isNull();
		assertThat(this.second.ask("job 3600 0")).isEqualTo("busy");
	}

	@Test
	void aStoppedProcessKeepsItsLockAndGivesItUpWhenItGoesOn() {
		assertThat(this.first.ask("job 1 0")).isEqualTo("locked");
		this.first.stop();
		assertThat(this.second.answerWithin(WHILE.multipliedBy(3))).isNull();
		assertThat(this.second.ask("job 3600 0")).isEqualTo("busy");
		this.first.resume();
		assertThat(this.first.answer()).isEqualTo("lost job");
		assertThat(this.second.ask("job 3600 0")).isEqualTo("locked");
	}

	@Test
	void aRegistryLockIsHeldByOneProcessAndPassesOn() {
		assertThat(this.first.ask("lock")).isEqualTo("done");
		assertThat(this.second.ask("try")).isEqualTo("busy");
		this.second.send("lock");
		assertThat(this.second.answerWithin(WHILE)).isNull();
		assertThat(this.first.ask("leave")).isEqualTo("done");
		assertThat(this.second.answer()).isEqualTo("done");
		assertThat(this.first.ask("try")).isEqualTo("busy");
	}

	@Test
	void theRegistryLockOfAKilledProcessGoesToTheOther() {
		assertThat(this.first.ask("lock")).isEqualTo("done");
		this.second.send("lock");
		assertThat(this.second.answerWithin(WHILE)).isNull();
		this.first.kill();
		assertThat(this.second.answer()).isEqualTo("done");
		assertThat(this.second.ask("leave")).isEqualTo("done");
	}

}

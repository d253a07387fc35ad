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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.latchkey.process.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two applications with locked methods of each kind; the first is killed in the middle of
 * one. The locks of both are found by annotations alone.
 */
class KilledHolderTests extends TwoApplications {

	/** Long enough to see that a lock is not taken, many times its hand-over. */
	private static final Duration WHILE = Duration.ofMillis(500);

	@Override
	ForkedJvm start() {
		return ForkedJvm.start(Map.of("oracle", this.directory.resolve("oracle").toString(), "pack",
				this.directory.toString(), "latchkey.directory", this.directory.resolve("locks").toString(),
				"latchkey.wait-time", "60s", "spring.main.web-application-type", "none"), Shop.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "exclusive", "stage", "mono", "flux", "transaction", "pack" })
	void theWaitingCallGoesOnWhenTheHolderIsKilled(String type) {
		assertThat(this.first.ask(type)).isEqualTo("in");
		this.second.send(type);
		assertThat(this.second.answerWithin(WHILE)).as("while the first is in").isNull();
		this.first.kill();
		assertThat(this.second.answer()).isEqualTo("in");
		assertThat(this.second.ask("leave")).isEqualTo("out");
		assertThat(this.second.ask(type)).as("once more").isEqualTo("in");
		assertThat(this.second.ask("leave")).isEqualTo("out");
	}

	@ParameterizedTest
	@ValueSource(strings = { "skip", "fallback", "timeout" })
	void aCallThatDoesNotWaitGetsTheLockAfterTheHolderIsKilled(String type) {
		assertThat(this.first.ask("exclusive")).isEqualTo("in");
		String otherwise = switch (type) {
			case "skip" -> "null";
			case "fallback" -> "later";
			default -> "busy " + this.first.pid();
		};
		assertThat(this.second.ask(type)).isEqualTo(otherwise);
		this.first.kill();
		assertThat(this.second.ask(type)).isEqualTo("in");
		assertThat(this.second.ask("leave")).isEqualTo("out");
	}

	@Test
	void methodsOfDifferentKindsExcludeEachOther() {
		assertThat(this.first.ask("stage")).isEqualTo("in");
		this.second.send("mono");
		assertThat(this.second.answerWithin(WHILE)).isNull();
		assertThat(this.first.ask("leave")).isEqualTo("out");
		assertThat(this.second.answer()).isEqualTo("in");
		this.first.send("transaction");
		assertThat(this.first.answerWithin(WHILE)).isNull();
		this.second.kill();
		assertThat(this.first.answer()).isEqualTo("in");
		assertThat(this.first.ask("leave")).isEqualTo("out");
	}

}

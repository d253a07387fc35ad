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
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.latchkey.LockHolder;
import dev.latchkey.LockInspection;
import dev.latchkey.LockState;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.LockTemplate;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One annotated method, two applications.
 */
class AnnotatedMethodProcessTests extends TwoApplications {

	/** Long enough to see that a lock is not taken, many times its hand-over. */
	private static final Duration WHILE = Duration.ofMillis(1500);

	@Override
	ForkedJvm start() {
		return start("60s");
	}

	private ForkedJvm start(String waitTime) {
		return ForkedJvm.start(
				Map.of("oracle", this.directory.resolve("oracle").toString(), "latchkey.directory",
						this.directory.resolve("locks").toString(), "latchkey.wait-time", waitTime,
						"latchkey.held-file.stale-after", "500ms", "spring.main.web-application-type", "none"),
				GuardedService.class);
	}

	@Test
	void theyNeverOverlap() {
		this.first.send("count 300");
		this.second.send("count 300");
		assertThat(this.first.answer()).isEqualTo("counted");
		assertThat(this.second.answer()).isEqualTo("counted");
	}

	@Test
	void oneWaitsUntilTheOtherHasLeft() {
		long token = token(this.first.ask("enter"));
		this.second.send("enter");
		assertThat(this.second.answerWithin(WHILE)).isNull();
		assertThat(this.first.ask("leave")).isEqualTo("out true leave");
		assertThat(token(this.second.answer())).isGreaterThan(token);
	}

	@Test
	void aTimeoutNamesTheHolder() {
		token(this.first.ask("enter"));
		try (ForkedJvm impatient = start("0")) {
			assertThat(impatient.answer()).isEqualTo("ready");
			assertThat(impatient.ask("enter")).isEqualTo("busy " + this.first.pid());
		}
	}

	@Test
	void theLockOfAKilledHolderGoesToTheOther() {
		long token = token(this.first.ask("enter"));
		this.second.send("enter");
		assertThat(this.second.answerWithin(WHILE)).isNull();
		long killed = System.nanoTime();
		this.first.kill();
		assertThat(token(this.second.answer())).isGreaterThan(token);
		System.out.println("kill -9 to the next holder's answer, with the start of kill(1): "
				+ Duration.ofNanos(System.nanoTime() - killed).toMillis() + " ms");
	}

	@Test
	void aTemplateOfAThirdProcessFindsTheHolderUntilItIsKilled() {
		LockRequest request = LockRequest.of("guarded");
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LatchkeyAutoConfiguration.class))
			.withPropertyValues("latchkey.directory=" + this.directory.resolve("locks"))
			.run((context) -> {
				LockTemplate template = context.getBean(LockTemplate.class);
				assertThat(template.isHeld(request)).isFalse();
				long token = token(this.first.ask("enter"));
				LockInspection found = template.inspect(request);
				assertThat(found.state()).isEqualTo(LockState.HELD);
				assertThat(found.holders()).extracting(LockHolder::pid).containsExactly(this.first.pid());
				assertThat(found.fencingToken()).isEqualTo(token);
				assertThat(template.isHeld(request)).isTrue();
				this.first.kill();
				await().untilAsserted(() -> assertThat(template.inspect(request).state()).isEqualTo(LockState.FREE));
				assertThat(template.isHeld(request)).isFalse();
			});
	}

	@Test
	void aStoppedHolderIsNotRobbed() {
		token(this.first.ask("enter"));
		this.first.stop();
		this.second.send("enter");
		assertThat(this.second.answerWithin(WHILE)).as("three times stale-after").isNull();
		this.first.resume();
		assertThat(this.first.ask("leave")).isEqualTo("out true leave");
		token(this.second.answer());
	}

	private static long token(String answer) {
		assertThat(answer).startsWith("in ");
		return Long.parseLong(answer.substring("in ".length()));
	}

}

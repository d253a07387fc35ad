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

package dev.latchkey.spring.test;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext;

import dev.latchkey.LockHolder;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.LockName;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.LockTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@DirtiesContext
@AutoConfigureLatchkey
@SpringBootTest(classes = OtherProcessTests.Application.class)
class OtherProcessTests {

	@Autowired
	@SuppressWarnings("NullAway.Init")
	private LockDirectory directory;

	@Autowired
	@SuppressWarnings("NullAway.Init")
	private LockTemplate template;

	@Test
	void itHoldsTheLockUntilItIsClosed() {
		LockRequest request = LockRequest.of("job").waitTime(Duration.ZERO);
		try (OtherProcess other = OtherProcess.holding("job", this.directory)) {
			assertThatExceptionOfType(LockTimeoutException.class).isThrownBy(() -> run(request))
				.satisfies(
						(busy) -> assertThat(busy.holders()).extracting(LockHolder::pid).containsExactly(other.pid()));
			assertThat(other.pid()).isNotEqualTo(ProcessHandle.current().pid());
			assertThat(run(LockRequest.of("another").waitTime(Duration.ZERO))).isTrue();
		}
		assertThat(run(request)).isTrue();
	}

	@Test
	void itHoldsTheLockOfAKeyUntilItIsKilled() {
		LockRequest request = LockRequest.of("customer").key("7").waitTime(Duration.ZERO);
		try (OtherProcess other = OtherProcess.holding(new LockName("customer", "7"), this.directory)) {
			assertThatExceptionOfType(LockTimeoutException.class).isThrownBy(() -> run(request));
			assertThat(run(LockRequest.of("customer").key("8").waitTime(Duration.ZERO))).isTrue();
			other.kill();
			assertThat(ProcessHandle.of(other.pid())).isEmpty();
			assertThat(run(request)).isTrue();
		}
	}

	@Test
	void aNameAndAKeyAreAnyText() {
		LockRequest request = LockRequest.of("Büro").key("100% a+b").waitTime(Duration.ZERO);
		try (OtherProcess other = OtherProcess.holding(new LockName("Büro", "100% a+b"), this.directory)) {
			assertThatExceptionOfType(LockTimeoutException.class).isThrownBy(() -> run(request))
				.satisfies(
						(busy) -> assertThat(busy.holders()).extracting(LockHolder::pid).containsExactly(other.pid()));
		}
	}

	@Test
	void aNameThatIsBusyCannotBeHeld() {
		try (OtherProcess other = OtherProcess.holding("job", this.directory)) {
			assertThatIllegalStateException().isThrownBy(() -> OtherProcess.holding("job", this.directory).close())
				.withMessageContaining("job.flock'")
				.withMessageContaining("It is busy: [pid " + other.pid());
		}
	}

	@Test
	void aLockThatIsBusyCannotBeHeld(@TempDir Path elsewhere) {
		Path file = elsewhere.resolve("job.held");
		try (OtherProcess other = OtherProcess.holding(file)) {
			assertThatIllegalStateException().isThrownBy(() -> OtherProcess.holding(file).close())
				.withMessageContaining("'" + file + "'")
				.withMessageContaining("It is busy: [pid " + other.pid());
		}
	}

	@Test
	void whatFailsIsTold(@TempDir Path elsewhere) {
		Path notALock = elsewhere;
		assertThatIllegalStateException().isThrownBy(() -> OtherProcess.holding(notALock).close())
			.withMessageContaining("LockFileException")
			.withMessageContaining("'" + notALock + "'");
	}

	private boolean run(LockRequest request) {
		return this.template.executeWithoutResult(request, () -> {
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

	}

}

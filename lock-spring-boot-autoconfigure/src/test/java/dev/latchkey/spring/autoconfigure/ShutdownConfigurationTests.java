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

package dev.latchkey.spring.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.core.publisher.Mono;

import dev.latchkey.spring.LockAdmission;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.LockShutdown;
import dev.latchkey.spring.LockShutdownException;
import dev.latchkey.spring.LockTemplate;
import dev.latchkey.spring.annotation.HeldFileLock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class ShutdownConfigurationTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path temporary;

	@SuppressWarnings("NullAway.Init")
	private ApplicationContextRunner runner;

	@BeforeEach
	void create() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LatchkeyAutoConfiguration.class))
			.withPropertyValues("latchkey.directory=" + this.temporary.resolve("locks"));
	}

	@Test
	void closingTheContextWaitsForHoldersAsLongAsTheProperty(CapturedOutput output) throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		CompletableFuture<Throwable> end = new CompletableFuture<>();
		this.runner.withPropertyValues("latchkey.shutdown.timeout=30ms").run((context) -> {
			LockTemplate template = context.getBean(LockTemplate.class);
			new Thread(() -> {
				try {
					template.executeWithoutResult(LockRequest.of("job"), () -> {
						entered.countDown();
						new CountDownLatch(1).await();
					});
				}
				catch (InterruptedException ex) {
					end.complete(ex);
				}
			}).start();
			entered.await();
		});
		assertThat(end).succeedsWithin(Duration.ofSeconds(30)).isInstanceOf(InterruptedException.class);
		assertThat(output.getAll()).contains("Locks are still held 30 ms after");
	}

	@Test
	void aBeanThatIsFirstUsedAfterItsContextWasClosedGetsNoLock() {
		List<Late> late = new ArrayList<>();
		this.runner.withBean(Late.class).run((context) -> late.add(context.getBean(Late.class)));
		assertThatExceptionOfType(LockShutdownException.class).isThrownBy(() -> late.get(0).run());
		assertThatExceptionOfType(LockShutdownException.class).isThrownBy(() -> late.get(0).runLater().block());
	}

	@Test
	void aContextThatStartsAgainAdmitsAgain() {
		this.runner.run((context) -> {
			LockTemplate template = context.getBean(LockTemplate.class);
			context.stop();
			assertThatExceptionOfType(LockShutdownException.class)
				.isThrownBy(() -> template.executeWithoutResult(LockRequest.of("job"), () -> {
				}));
			context.start();
			assertThat(template.executeWithoutResult(LockRequest.of("job"), () -> {
			})).isTrue();
		});
	}

	@Test
	void withAnotherAdmissionThereIsNothingToShutDown() {
		this.runner.withBean("mine", LockAdmission.class, () -> LockAdmission.ALWAYS)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LockShutdown.class));
	}

	static class Late {

		@HeldFileLock("job")
		void run() {
		}

		@HeldFileLock("job")
		Mono<Integer> runLater() {
			return Mono.just(1);
		}

	}

}

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

package dev.latchkey.spring.aop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.integration.support.locks.DefaultLockRegistry;
import org.springframework.scheduling.annotation.Scheduled;
import reactor.core.publisher.Mono;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.LockTemplate;
import dev.latchkey.spring.ReactiveLockTemplate;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.annotation.ScheduledLock;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;
import dev.latchkey.spring.autoconfigure.LockRegistryBackendAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Locks that are left alone for some time.
 */
@ExtendWith(OutputCaptureExtension.class)
class LeastTimeTests {

	private static final LockRequest REQUEST = LockRequest.of("job").lockAtLeastFor(Duration.ofHours(1));

	private ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LatchkeyAutoConfiguration.class));

	@BeforeEach
	void useDirectory(@TempDir Path directory) {
		this.runner = this.runner.withPropertyValues("latchkey.directory=" + directory, "time=1h");
	}

	@Test
	void aJobIsSkippedUntilItsTimeIsOverAndOthersDoNotCare() {
		this.runner.withBean(Jobs.class).run((context) -> {
			Jobs jobs = context.getBean(Jobs.class);
			jobs.nightly();
			jobs.nightly();
			assertThat(jobs.runs()).hasValue(1);
			jobs.byHand();
			assertThat(jobs.runs()).hasValue(2);
			jobs.hourly();
			jobs.hourly();
			assertThat(jobs.runs()).hasValue(3);
		});
	}

	@Test
	void templatesOfAllKindsAreTriedOnceAndSayWhyNot() {
		this.runner.run((context) -> {
			LockTemplate template = context.getBean(LockTemplate.class);
			ReactiveLockTemplate reactive = context.getBean(ReactiveLockTemplate.class);
			template.executeAsync(REQUEST, () -> CompletableFuture.completedFuture("done")).join();
			assertThatExceptionOfType(LockTimeoutException.class)
				.isThrownBy(() -> template.execute(REQUEST, () -> "twice"))
				.withMessageContaining("left alone for some time");
			assertThatExceptionOfType(LockTimeoutException.class)
				.isThrownBy(() -> reactive.execute(REQUEST, () -> Mono.just("twice")).block())
				.withMessageContaining("left alone for some time");
			template.executeWithoutResult(LockRequest.of("job"), () -> {
			});
		});
	}

	@Test
	void aRequestThatWaitsOrIsForAPackHasNoSuchTime() {
		assertThatIllegalArgumentException().isThrownBy(() -> REQUEST.waitTime(Duration.ofSeconds(1)));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> LockRequest.ofPack(Path.of("pack")).lockAtLeastFor(Duration.ofSeconds(1)));
		assertThatIllegalArgumentException().isThrownBy(() -> LockRequest.of("job").lockAtLeastFor(Duration.ZERO));
	}

	@ParameterizedTest
	@ValueSource(classes = { Waiting.class, NoCron.class, BadCron.class, Zero.class, CronAndDelay.class })
	void whatCannotBeIsRefusedAtStartUp(Class<?> bean) {
		this.runner.withBean(bean)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining(LockDefinitionException.class.getName()));
	}

	@Test
	void aFixedRateWhoseTicksAreSkippedBecauseOfItIsWarnedOf(CapturedOutput output) {
		this.runner.withBean(OftenerThanItsTime.class).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("OftenerThanItsTime.run ", "PT5S", "PT1S", "OftenerThanItsTime.text ")
			.doesNotContain("OftenerThanItsTime.fine ");
	}

	@Test
	void inARegistryItIsRefused() {
		ApplicationContextRunner registry = this.runner
			.withConfiguration(AutoConfigurations.of(LockRegistryBackendAutoConfiguration.class))
			.withBean(DefaultLockRegistry.class)
			.withPropertyValues("latchkey.backend=lock-registry");
		registry.withBean(Jobs.class)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("is kept beside the lock's file, and with latchkey.backend=lock-registry"));
		registry.run((context) -> assertThatExceptionOfType(LatchkeyException.class)
			.isThrownBy(() -> context.getBean(LockTemplate.class).execute(REQUEST, () -> "never"))
			.withMessageContaining("latchkey.backend=lock-registry"));
	}

	static class Jobs {

		private final AtomicInteger runs = new AtomicInteger();

		AtomicInteger runs() {
			return this.runs;
		}

		@Scheduled(cron = "0 0 0 1 1 *", zone = "UTC")
		@ScheduledLock("nightly")
		void nightly() {
			this.runs.incrementAndGet();
		}

		@HeldFileLock("nightly")
		void byHand() {
			this.runs.incrementAndGet();
		}

		@ScheduledLock(value = "hourly", lockAtLeastFor = "${time}")
		void hourly() {
			this.runs.incrementAndGet();
		}

	}

	static class Waiting {

		@HeldFileLock(value = "job", lockAtLeastFor = "1h", waitTime = "1s")
		void run() {
		}

	}

	static class NoCron {

		@Scheduled(fixedRate = 1000)
		@ScheduledLock("job")
		void run() {
		}

	}

	static class CronAndDelay {

		@Scheduled(cron = "0 0 2 * * *")
		@Scheduled(fixedDelay = 1000)
		@ScheduledLock("job")
		void run() {
		}

	}

	static class OftenerThanItsTime {

		@Scheduled(fixedRate = 1000)
		@ScheduledLock(value = "job", lockAtLeastFor = "5s")
		void run() {
		}

		@Scheduled(fixedRateString = "${rate:1m}")
		@ScheduledLock(value = "job", lockAtLeastFor = "1m")
		void text() {
		}

		@Scheduled(fixedRate = 2, timeUnit = TimeUnit.MINUTES)
		@ScheduledLock(value = "job", lockAtLeastFor = "90s")
		void fine() {
		}

	}

	static class BadCron {

		@Scheduled(cron = "often")
		@ScheduledLock("job")
		void run() {
		}

	}

	static class Zero {

		@ScheduledLock(value = "job", lockAtLeastFor = "0")
		void run() {
		}

	}

}

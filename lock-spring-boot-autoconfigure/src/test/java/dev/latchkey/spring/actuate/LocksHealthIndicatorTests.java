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

package dev.latchkey.spring.actuate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.FileSystemUtils;

import dev.latchkey.LockHold;
import dev.latchkey.LockInterruptedException;
import dev.latchkey.LockLostException;
import dev.latchkey.internal.acquire.LateHeartbeat;
import dev.latchkey.internal.named.NamedLocks;
import dev.latchkey.internal.parts.LatchkeyParts;
import dev.latchkey.internal.waits.WaitRegistry;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.LockTemplate;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;
import dev.latchkey.spring.autoconfigure.LocksHealthContributorAutoConfiguration;

import static dev.latchkey.spring.LockedFile.locked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class LocksHealthIndicatorTests {

	@TempDir
	Path temporary;

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LatchkeyAutoConfiguration.class,
					LocksHealthContributorAutoConfiguration.class))
			.withPropertyValues("latchkey.directory=" + directory());
	}

	private Path directory() {
		return this.temporary.resolve("locks");
	}

	@Test
	void aProcessThatCanLockIsUp() {
		runner().run((context) -> {
			Health health = context.getBean(LocksHealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("directory", directory().toString())
				.containsEntry("held", 0)
				.containsEntry("heartbeats", "on time")
				.containsEntry("file-events", "watched")
				.containsEntry("filesystem", "local");
			assertThat(directory().resolve("%2Ehealth.flock")).isNot(locked());
			assertThat(directory()).isDirectoryNotContaining("glob:**.held");
		});
	}

	@Test
	void aProcessWhoseHeartbeatsAreLateIsDown() {
		runner().run((context) -> {
			LocksHealthIndicator indicator = context.getBean(LocksHealthIndicator.class);
			try (LateHeartbeat late = LateHeartbeat.by(Duration.ofMinutes(1))) {
				assertThat(late).isNotNull();
				Health health = indicator.health();
				assertThat(health.getStatus()).isEqualTo(Status.DOWN);
				assertThat((String) health.getDetails().get("heartbeats")).startsWith("late by 6");
				assertThat(health.getDetails()).containsKey("remedy");
			}
			assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
		});
	}

	@Test
	void aLostLockIsADetail() {
		runner().run((context) -> {
			NamedLocks locks = context.getBean(LatchkeyParts.class).named();
			try (LockHold hold = locks.lock("job").tryAcquire().orElseThrow()) {
				Files.delete(directory().resolve("job.flock"));
				assertThatExceptionOfType(LockLostException.class).isThrownBy(hold::requireHeld);
			}
			Health health = context.getBean(LocksHealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("lost", 1L);
		});
	}

	@Test
	void whatCannotBeToldOfDeadlocksIsADetail() {
		runner().run((context) -> {
			Files.createFile(directory().resolve(WaitRegistry.DIRECTORY));
			Health health = context.getBean(LocksHealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails().get("deadlocks")).asString().startsWith("not known");
		});
	}

	@Test
	void aDeadlockIsADetailWithoutKeys() throws Exception {
		runner().withPropertyValues("latchkey.wait-time=30s").run((context) -> {
			LockTemplate template = context.getBean(LockTemplate.class);
			CountDownLatch bothHold = new CountDownLatch(2);
			Thread one = holdAndWait(template, "one", "two", bothHold);
			Thread two = holdAndWait(template, "two", "one", bothHold);
			LocksHealthIndicator indicator = context.getBean(LocksHealthIndicator.class);
			await().until(() -> !List.of().equals(indicator.health().getDetails().get("deadlocks")));
			assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
			assertThat(indicator.health().getDetails().get("deadlocks")).asString()
				.contains("pid " + ProcessHandle.current().pid(), "two.******.flock", "one.******.flock", "until")
				.doesNotContain("secret");
			one.interrupt();
			one.join();
			two.join();
			assertThat(indicator.health().getDetails()).containsEntry("deadlocks", List.of());
		});
	}

	private static Thread holdAndWait(LockTemplate template, String held, String wanted, CountDownLatch bothHold) {
		Thread thread = new Thread(() -> template.executeWithoutResult(LockRequest.of(held).key("secret"), () -> {
			bothHold.countDown();
			try {
				bothHold.await();
				template.executeWithoutResult(LockRequest.of(wanted).key("secret"), () -> {
				});
			}
			catch (InterruptedException | LockInterruptedException ex) {
				// The test has ended.
			}
		}));
		thread.start();
		return thread;
	}

	@Test
	void aDirectoryThatCannotBeUsedIsDownWithTheRemedy() {
		runner().run((context) -> {
			LocksHealthIndicator indicator = context.getBean(LocksHealthIndicator.class);
			assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
			assertThat(FileSystemUtils.deleteRecursively(directory())).isTrue();
			Files.createFile(directory());
			Health health = indicator.health();
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.getDetails().get("problem")).asString().contains("is a file");
			assertThat(health.getDetails()).containsKey("remedy");
		});
	}

	@Test
	void itCanBeSwitchedOffAndNeedsNoActuator() {
		runner().withPropertyValues("management.health.locks.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(LocksHealthIndicator.class));
		runner().withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(LockTemplate.class));
		runner().withPropertyValues("latchkey.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(LocksHealthIndicator.class));
	}

}

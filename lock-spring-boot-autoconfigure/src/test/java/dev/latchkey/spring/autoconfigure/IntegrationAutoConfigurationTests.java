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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

import net.javacrumbs.shedlock.core.ClockProvider;
import net.javacrumbs.shedlock.core.LockAssert;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockExtender;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.spring.annotation.EnableSchedulerLock;
import net.javacrumbs.shedlock.spring.annotation.SchedulerLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.support.locks.DefaultLockRegistry;
import org.springframework.integration.support.locks.LockRegistry;

import dev.latchkey.LockHold;
import dev.latchkey.internal.parts.LatchkeyParts;
import dev.latchkey.spring.LockBackendSetupException;
import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.LockName;
import dev.latchkey.spring.OtherHolder;
import dev.latchkey.spring.shedlock.LatchkeyLockProvider;
import dev.latchkey.spring.springintegration.FileLockRegistry;

import static dev.latchkey.spring.LockedFile.locked;
import static org.assertj.core.api.Assertions.assertThat;

class IntegrationAutoConfigurationTests {

	private static final String REGISTRY = "latchkey.integration.lock-registry";

	private static final String PROVIDER = "latchkey.shedlock.lock-provider";

	@SuppressWarnings("NullAway.Init")
	private ApplicationContextRunner runner;

	@BeforeEach
	void create(@TempDir Path temporary) {
		this.runner = new ApplicationContextRunner().withPropertyValues("latchkey.directory=" + temporary)
			.withConfiguration(AutoConfigurations.of(LatchkeyAutoConfiguration.class,
					FileLockRegistryAutoConfiguration.class, LatchkeyLockProviderAutoConfiguration.class));
	}

	@Test
	void nothingIsThereUnlessAskedFor() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(LockRegistry.class)
			.doesNotHaveBean(LockProvider.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "TRUE" })
	void eachIsThereIfAskedFor(String yes) {
		this.runner.withPropertyValues(REGISTRY + "=" + yes)
			.run((context) -> assertThat(context).hasSingleBean(FileLockRegistry.class)
				.doesNotHaveBean(LockProvider.class));
		this.runner.withPropertyValues(PROVIDER + "=" + yes)
			.run((context) -> assertThat(context).hasSingleBean(LatchkeyLockProvider.class)
				.doesNotHaveBean(LockRegistry.class));
	}

	@Test
	void eachBacksOff() {
		LockRegistry<?> registry = new DefaultLockRegistry();
		LockProvider provider = (configuration) -> Optional.empty();
		this.runner.withPropertyValues(REGISTRY + "=true", PROVIDER + "=true")
			.withBean("mine", LockRegistry.class, () -> registry)
			.withBean("mineToo", LockProvider.class, () -> provider)
			.run((context) -> {
				assertThat(context).getBean(LockRegistry.class).isSameAs(registry);
				assertThat(context).getBean(LockProvider.class).isSameAs(provider);
			});
	}

	@Test
	void withoutItsLibraryEachFailsTheStart() {
		ApplicationContextRunner without = this.runner.withClassLoader(new FilteredClassLoader(
				"org.springframework.integration", "net.javacrumbs", "org.springframework.jdbc"));
		without.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(LatchkeyParts.class));
		for (String property : List.of(REGISTRY, PROVIDER)) {
			without.withPropertyValues(property + "=true")
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.isInstanceOf(LockBackendSetupException.class)
					.hasMessageContaining("The property " + property + " is true")
					.hasMessageContaining("Add the dependency"));
		}
	}

	@Test
	void withoutLocksBothAreThereWithinTheJvm() {
		this.runner.withPropertyValues(REGISTRY + "=true", PROVIDER + "=true", "latchkey.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(FileLockRegistry.class)
				.hasSingleBean(LatchkeyLockProvider.class)
				.satisfies((found) -> assertThat(found.getBean(LockDirectory.class).path()).isEmptyDirectory()));
	}

	@Test
	void theRegistryLocksInTheLockDirectory() {
		this.runner.withPropertyValues(REGISTRY + "=true").run((context) -> {
			Path file = context.getBean(LockDirectory.class).file(new LockName(FileLockRegistry.NAME, "job"));
			Lock lock = context.getBean(FileLockRegistry.class).obtain("job");
			acquire(lock);
			assertThat(file).is(locked());
			lock.unlock();
			assertThat(file).isNot(locked());
		});
	}

	/** Lock without a try statement after it. */
	private static void acquire(Lock lock) {
		lock.lock();
	}

	@Test
	void annotatedJobsAreLocked() {
		this.runner.withPropertyValues(PROVIDER + "=true").withUserConfiguration(Jobs.class).run((context) -> {
			Jobs.Job job = context.getBean(Jobs.Job.class);
			Path file = context.getBean(LockDirectory.class).file(new LockName("job", null));
			try (LockHold other = OtherHolder.of(context.getBean(LatchkeyParts.class).named(), file)) {
				job.run(file);
				assertThat(job.runs()).as("while %s", other).isZero();
			}
			job.run(file);
			assertThat(job.runs()).isOne();
			assertThat(file).isNot(locked());
			job.run(file);
			assertThat(job.runs()).as("before lockAtLeastFor, which was extended").isOne();
			assertThat(context.getBean(LockProvider.class)
				.lock(new LockConfiguration(ClockProvider.now(), "another", Duration.ofHours(1), Duration.ZERO)))
				.isPresent();
		});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableSchedulerLock(defaultLockAtMostFor = "1h")
	static class Jobs {

		@Bean
		Job job() {
			return new Job();
		}

		static class Job {

			private int runs;

			@SchedulerLock(name = "job", lockAtLeastFor = "0s")
			public void run(Path file) {
				LockAssert.assertLocked();
				LockExtender.extendActiveLock(Duration.ofHours(2), Duration.ofHours(1));
				assertThat(file).is(locked());
				this.runs++;
			}

			public int runs() {
				return this.runs;
			}

		}

	}

}

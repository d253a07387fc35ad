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

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.integration.support.locks.DefaultLockRegistry;
import org.springframework.integration.support.locks.LockRegistry;

import dev.latchkey.LockHold;
import dev.latchkey.UnsupportedPlatformException;
import dev.latchkey.claim.Claims;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.spring.LockContext;
import dev.latchkey.spring.actuate.LocksDescriptor;
import dev.latchkey.spring.actuate.LocksEndpoint;
import dev.latchkey.spring.actuate.LocksHealthIndicator;
import dev.latchkey.spring.annotation.HeldFileLock;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that believe to be on another system: they start, run a locked method and
 * stop. What that system really does is not seen here.
 */
class OtherSystemsTests {

	/** Without flock(2): JNA finds no library for it here. */
	private static final Map<String, String> MACOS = Map.of("os.name", "Mac OS X", "os.arch", "aarch64",
			"latchkey.platform", "portable");

	private static final Map<String, String> WINDOWS = Map.of("os.name", "Windows 11");

	private static final Map<String, String> SMALL_LINUX = Map.of("sun.arch.data.model", "32");

	private static final Map<String, String> UNKNOWN_PROCESSOR = Map.of("os.arch", "mips64el");

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path home;

	static Stream<Map<String, String>> allSystems() {
		return Stream.of(MACOS, WINDOWS, SMALL_LINUX, UNKNOWN_PROCESSOR);
	}

	static Stream<Arguments> systemsWithFileLocks() {
		return Stream.of(Arguments.of(MACOS, "macOS (portable)"), Arguments.of(WINDOWS, "Windows 11 (portable)"));
	}

	@ParameterizedTest
	@MethodSource("systemsWithFileLocks")
	void anApplicationLocksInFiles(Map<String, String> system, String name) {
		String log = run(system, Map.of("spring.application.name", "Orders"));
		Path directory = this.home.resolve(".latchkey/orders");
		assertThat(log).contains("> in " + directory.resolve("%4Aob.flock"), "> health UP", "> platform " + name,
				"holders are self-reported",
				"Cross-process locks are in '" + directory + "'. On " + name + ", unlike Linux: holders are");
		assertThat(directory.resolve("%4Aob.flock")).exists();
	}

	@ParameterizedTest
	@MethodSource("allSystems")
	void anApplicationLocksInARegistry(Map<String, String> system) {
		String log = run(system, Map.of("latchkey.backend", "lock-registry"));
		assertThat(log).contains("> in Job", "> health UP", "> platform ").doesNotContain("cannot be shown to others");
	}

	@ParameterizedTest
	@MethodSource("allSystems")
	void anApplicationLocksNothing(Map<String, String> system) {
		assertThat(run(system, Map.of("latchkey.enabled", "false"))).contains("> in ");
		assertThatNoLockFileIsMade();
	}

	/** JNA may keep its library in a directory of the user. */
	private void assertThatNoLockFileIsMade() {
		assertThat(this.home.resolve(".latchkey")).doesNotExist();
	}

	@Test
	void withoutFileLocksAClaimIsRefused() {
		String log = run(SMALL_LINUX, Map.of("latchkey.backend", "lock-registry", "test.claim", "leader"));
		assertThat(log).contains("> refused On Linux Latchkey works in a 64-bit JVM; this one has 32 bits.",
				"There are no claims or other locks in files on this system: Linux");
		assertThatNoLockFileIsMade();
	}

	private String run(Map<String, String> system, Map<String, String> properties) {
		Map<String, String> all = new HashMap<>(system);
		all.putAll(properties);
		all.putAll(Map.of("user.home", this.home.toString(), "spring.main.web-application-type", "none",
				"spring.jmx.enabled", "true", "management.endpoints.jmx.exposure.include", "locks"));
		try (ForkedJvm jvm = ForkedJvm.start(all, Application.class)) {
			String log = jvm.awaitEnd();
			assertThat(log).contains("> stopped").doesNotContain("APPLICATION FAILED TO START");
			return log;
		}
	}

	static class Job {

		@HeldFileLock("Job")
		String run() {
			LockHold hold = LockContext.current().orElseThrow();
			hold.requireHeld();
			return hold.id().path().toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Job.class)
	static class Application {

		@Bean
		LockRegistry<?> lockRegistry() {
			return new DefaultLockRegistry();
		}

		public static void main(String... arguments) {
			try (ConfigurableApplicationContext context = SpringApplication.run(Application.class, arguments)) {
				ForkedJvm.reply("in " + context.getBean(Job.class).run());
				context.getBeanProvider(LocksHealthIndicator.class)
					.ifAvailable((health) -> ForkedJvm.reply("health " + health.health().getStatus()));
				context.getBeanProvider(LocksEndpoint.class).ifAvailable((endpoint) -> tell(endpoint));
				String claim = context.getEnvironment().getProperty("test.claim");
				if (claim != null) {
					claim(context.getBean(Claims.class), claim);
				}
			}
			ForkedJvm.reply("stopped");
		}

		private static void tell(LocksEndpoint endpoint) {
			LocksDescriptor locks = endpoint.locks();
			ForkedJvm.reply("platform " + locks.process().platform() + " " + locks.process().degraded());
		}

		private static void claim(Claims claims, String key) {
			try {
				claims.claim(key).tryAcquire().orElseThrow().close();
			}
			catch (UnsupportedPlatformException ex) {
				ForkedJvm.reply("refused " + ex.getMessage());
			}
		}

	}

}

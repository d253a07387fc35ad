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

package dev.latchkey.spring.diagnostics;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.latchkey.LockTier;
import dev.latchkey.LockType;
import dev.latchkey.claim.ClaimHold;
import dev.latchkey.claim.Claims;
import dev.latchkey.order.LockTiers;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.OtherHolder;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.LockTemplate;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;
import dev.latchkey.spring.autoconfigure.LockTiersAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What a user reads whose application does not start.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@Test
	void aSystemThatIsNotSupported(CapturedOutput output) {
		TestPropertyValues.of("sun.arch.data.model=32").applyToSystemProperties(() -> {
			fail(Application.class);
			return null;
		});
		assertThat(analysis(output)).contains("this one has 32 bits", "Run the application in a 64-bit JVM",
				"The property latchkey.enabled=false switches the locks off.");
	}

	@Test
	void aLockDirectoryThatIsAFile(CapturedOutput output) throws Exception {
		Path file = Files.writeString(this.directory.resolve("file"), "");
		fail(Application.class, "--latchkey.directory=" + file);
		assertThat(analysis(output)).contains("'" + file + "' is a file, and a lock directory is needed there",
				"Remove it, or put the lock directory elsewhere.");
	}

	@Test
	void aPidFileThatIsADirectoryIsBlamedOnItsProperty(CapturedOutput output) throws Exception {
		Path pidFile = Files.createDirectory(this.directory.resolve("app.pid"));
		fail(Application.class, "--latchkey.daemon.pid-file=" + pidFile,
				"--latchkey.directory=" + this.directory.resolve("locks"));
		assertThat(analysis(output)).contains("'" + pidFile, "The property latchkey.daemon.pid-file says where")
			.doesNotContain("latchkey.directory");
	}

	@Test
	void aPidFileThatIsADirectoryAroundTheLockDirectoryIsBlamedOnItsProperty(CapturedOutput output) {
		fail(Application.class, "--latchkey.daemon.pid-file=" + this.directory + "/",
				"--latchkey.directory=" + this.directory.resolve("locks"));
		assertThat(analysis(output)).contains("'" + this.directory, "The property latchkey.daemon.pid-file says where")
			.doesNotContain("latchkey.directory", "the lock");
	}

	@Test
	void aPidFileInTheHomeOfTheUserIsBlamedOnItsProperty(CapturedOutput output) throws Exception {
		Path pidFile = Files.createDirectory(this.directory.resolve("app.pid"));
		fail(Application.class, "--user.home=" + this.directory, "--latchkey.daemon.pid-file=~/app.pid",
				"--latchkey.directory=~/locks");
		assertThat(analysis(output)).contains("'" + pidFile, "The property latchkey.daemon.pid-file says where")
			.doesNotContain("latchkey.directory");
	}

	@Test
	void aPidFileWhereNothingCanBeMadeIsBlamedOnItsProperty(CapturedOutput output) {
		fail(Application.class, "--latchkey.daemon.pid-file=/proc/x.pid",
				"--latchkey.directory=" + this.directory.resolve("locks"));
		assertThat(analysis(output))
			.contains("'/proc' is on", "Put the pid file on a local filesystem",
					"The property latchkey.daemon.pid-file says where")
			.doesNotContain("lock directory");
	}

	@Test
	void aLockDirectoryWhereNothingCanBeMade(CapturedOutput output) {
		fail(Application.class, "--latchkey.directory=/proc/u1");
		assertThat(analysis(output)).contains("'/proc/u1'", "Nothing can be created in /proc")
			.doesNotContain("Check that");
	}

	@Test
	void aUserWithoutAHomeIsToldOfTheDirectoryOnce(CapturedOutput output) {
		fail(Application.class, "--user.home=?");
		assertThat(analysis(output)).contains("this user has no home directory", "Set latchkey.directory.")
			.doesNotContain("says where the lock directory is");
	}

	@Test
	void aLockDirectoryThatIsNotSafe(CapturedOutput output) throws Exception {
		Path open = Files.createDirectory(this.directory.resolve("open"));
		Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
		fail(Application.class, "--latchkey.directory=" + open);
		assertThat(analysis(output))
			.contains("'" + open + "' may be written by all users", "all users could remove its locks",
					"set latchkey.shared=true", "The property latchkey.directory says where the lock directory is.")
			.doesNotContain("Builder");
	}

	@Test
	void nativeCodeThatCannotBeReached() {
		try (ForkedJvm jvm = ForkedJvm.start(Map.of("jna.nounpack", "true", "jna.nosys", "true", "latchkey.directory",
				this.directory.resolve("locks").toString()), Application.class)) {
			assertThat(jvm.awaitEnd()).contains("APPLICATION FAILED TO START",
					"The C library cannot be reached through JNA", "--enable-native-access=ALL-UNNAMED",
					"latchkey.enabled=false");
		}
	}

	@Test
	void nativeCodeIsNotNeededWhereLocksAreSwitchedOff() {
		try (ForkedJvm jvm = ForkedJvm.start(
				Map.of("jna.nounpack", "true", "jna.nosys", "true", "os.name", "Mac OS X", "latchkey.enabled", "false"),
				Application.class)) {
			assertThat(jvm.awaitEnd()).contains("Cross-process locks are switched off", "claimed [7]")
				.doesNotContain("APPLICATION FAILED TO START");
		}
	}

	@Test
	void aLockThatIsBusyWhileTheApplicationStarts(CapturedOutput output) {
		try (OtherHolder other = OtherHolder.of(LockType.NAMED, this.directory)) {
			fail(Locking.class, "--latchkey.directory=" + this.directory, "--latchkey.wait-time=0");
			assertThat(analysis(output)).contains("The application needs a lock to start.",
					"held by pid " + other.pid(), "latchkey.wait-time");
		}
	}

	@Test
	void locksThatAreTakenOutOfOrderWhileItStarts(CapturedOutput output) {
		fail(OutOfOrder.class, "--latchkey.directory=" + this.directory, "--spring.profiles.active=dev");
		assertThat(analysis(output)).contains("Locks are taken out of order:", "first MANIFEST", "then  PER_PACK",
				"latchkey.tiers.enforcement=log");
	}

	@Test
	void aLockThatCannotWork(CapturedOutput output) {
		fail(Mistaken.class, "--latchkey.directory=" + this.directory.resolve("locks"));
		assertThat(analysis(output)).contains("FailureAnalysisTests$Mistaken$Bad.run is 'final', so no proxy can",
				"Make it an overridable method of a bean whose class is not final, or use LockTemplate inside it.");
	}

	@Test
	void aValueThatCannotBe(CapturedOutput output) {
		fail(Application.class, "--latchkey.directory=" + this.directory.resolve("locks"),
				"--latchkey.held-file.heartbeat-interval=31s");
		assertThat(analysis(output)).contains(
				"Invalid value '31s' for configuration property 'latchkey.held-file.heartbeat-interval'",
				"(originating from '\"latchkey.held-file.heartbeat-interval\" from property source \"commandLineArgs\"')",
				"must be below the stale-after of 30000 ms", "Correct the value, or remove it to have the default.");
	}

	@Test
	void aValueThatCannotBeForAPidFileThatIsClaimedEarly(CapturedOutput output) {
		fail(Application.class, "--latchkey.daemon.pid-file=" + this.directory.resolve("app.pid"),
				"--latchkey.max-native-waiters=0");
		assertThat(analysis(output)).contains(
				"Invalid value '0' for configuration property 'latchkey.max-native-waiters'",
				"At least one thread must be able to wait in the kernel.");
	}

	@Test
	void aValueThatCannotBeRead(CapturedOutput output) {
		fail(Application.class, "--latchkey.when-busy=perhaps");
		assertThat(analysis(output)).contains("latchkey.when-busy", "THROW", "SKIP", "RUN_UNLOCKED")
			.doesNotContain("FALLBACK", "DEFAULT");
	}

	@Test
	void aFeatureThatTheSystemLacks() {
		try (ForkedJvm jvm = ForkedJvm.start(Map.of("os.name", "Windows 11", "latchkey.shared", "true",
				"latchkey.directory", this.directory.resolve("locks").toString()), Application.class)) {
			assertThat(jvm.awaitEnd()).contains("APPLICATION FAILED TO START",
					"Sharing lock files with a group of users is not supported on Windows 11 (portable).",
					"Leave shared (latchkey.shared) off");
		}
	}

	private static void fail(Class<?> application, String... arguments) {
		assertThatException().isThrownBy(
				() -> new SpringApplicationBuilder(application).web(WebApplicationType.NONE).run(arguments).close());
	}

	private static String analysis(CapturedOutput output) {
		String all = output.getAll();
		assertThat(all).contains("APPLICATION FAILED TO START", "Description:", "Action:");
		return all.substring(all.indexOf("Description:"));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(LatchkeyAutoConfiguration.class)
	static class Application {

		public static void main(String... arguments) {
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
				.web(WebApplicationType.NONE)
				.run(arguments)) {
				Claims claims = context.getBean(Claims.class);
				ClaimHold claim = claims.claim("leader", new byte[] { 7 }).tryAcquire().orElseThrow();
				claim.requireHeld();
				System.out.println("claimed " + Arrays.toString(claims.read("leader").orElseThrow()));
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(LatchkeyAutoConfiguration.class)
	static class Locking {

		@Bean
		ApplicationRunner runner(LockTemplate template) {
			return (arguments) -> template.executeWithoutResult(LockRequest.of("job"), () -> {
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ LatchkeyAutoConfiguration.class, LockTiersAutoConfiguration.class })
	static class OutOfOrder {

		@Bean
		ApplicationRunner runner(LockTiers tiers) {
			return (arguments) -> tiers.run(LockTier.MANIFEST, "manifest",
					() -> tiers.run(LockTier.PER_PACK, "pack", () -> {
					}));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(LatchkeyAutoConfiguration.class)
	static class Mistaken {

		@Bean
		Bad bad() {
			return new Bad();
		}

		static class Bad {

			@HeldFileLock("x")
			final void run() {
			}

		}

	}

}

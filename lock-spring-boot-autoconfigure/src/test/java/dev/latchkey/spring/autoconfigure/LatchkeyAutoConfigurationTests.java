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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import reactor.core.publisher.Mono;

import dev.latchkey.Latchkey;
import dev.latchkey.LockFileException;
import dev.latchkey.LockHold;
import dev.latchkey.LockListener;
import dev.latchkey.LockOptions;
import dev.latchkey.LockReentryException;
import dev.latchkey.LockState;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.UnsupportedPlatformException;
import dev.latchkey.WriterHold;
import dev.latchkey.claim.ClaimHold;
import dev.latchkey.claim.Claims;
import dev.latchkey.contract.EventCallbacks;
import dev.latchkey.internal.acquire.ActiveLocks;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.claim.ClaimDirectory;
import dev.latchkey.internal.named.NamedLocks;
import dev.latchkey.internal.pack.PackLockFiles;
import dev.latchkey.internal.parts.LatchkeyParts;
import dev.latchkey.internal.waits.WaitRegistry;
import dev.latchkey.keyed.MutationSerializer;
import dev.latchkey.order.LockTiers;
import dev.latchkey.pack.PackLocks;
import dev.latchkey.spring.DrainingAdmission;
import dev.latchkey.spring.FileLockBackend;
import dev.latchkey.spring.LockAdmission;
import dev.latchkey.spring.LockAssert;
import dev.latchkey.spring.LockContext;
import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.LockExecutor;
import dev.latchkey.spring.LockListenerBeans;
import dev.latchkey.spring.LockName;
import dev.latchkey.spring.LockOperations;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.LockShutdown;
import dev.latchkey.spring.LockTemplate;
import dev.latchkey.spring.OtherHolder;
import dev.latchkey.spring.ReactiveLockTemplate;
import dev.latchkey.spring.TestParts;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.annotation.ReleaseAfter;
import dev.latchkey.spring.annotation.WhenBusy;
import dev.latchkey.spring.aop.HeldFileLockAdvisor;
import dev.latchkey.spring.aop.LockedMethodCache;
import dev.latchkey.spring.aop.LockedMethodsCheck;
import dev.latchkey.spring.event.LockEventPublisher;
import dev.latchkey.spring.metrics.SerializerMetrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

@ExtendWith(OutputCaptureExtension.class)
class LatchkeyAutoConfigurationTests {

	private static final Class<?>[] BEANS = { ActiveLocks.class, LockListenerBeans.class, LockEventPublisher.class,
			LockRuntime.class, LockDirectory.class, LatchkeyParts.class, Latchkey.class, PackLocks.class,
			LockTiers.class, MutationSerializer.class, Claims.class, LockAdmission.class, LockShutdown.class,
			LockExecutor.class, LockTemplate.class, ReactiveLockTemplate.class, LockedMethodCache.class,
			HeldFileLockAdvisor.class, LockedMethodsCheck.class, WaitRegistry.class };

	private static final Set<Class<?>> OF_PROCESSES = Set.of(LockShutdown.class, WaitRegistry.class);

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path temporary;

	private final ApplicationContextRunner bare = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LatchkeyAutoConfiguration.class, LockTiersAutoConfiguration.class,
				MutationSerializerAutoConfiguration.class, PackLocksAutoConfiguration.class));

	@SuppressWarnings("NullAway.Init")
	private ApplicationContextRunner runner;

	@BeforeEach
	void create() {
		this.runner = this.bare.withPropertyValues("latchkey.directory=" + this.temporary.resolve("locks"));
	}

	@Test
	void allIsThere() {
		this.runner.run((context) -> {
			for (Class<?> bean : BEANS) {
				assertThat(context).hasSingleBean(bean);
			}
			assertThat(this.temporary.resolve("locks")).isDirectory();
		});
	}

	@Test
	void locksOfWorkspacesAreCreatedWhenTheyAreUsed() {
		this.runner.withConfiguration(AutoConfigurations.of(LockMetricsAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.run((context) -> {
				context.getBean(SerializerMetrics.class).bindTo(context.getBean(SimpleMeterRegistry.class));
				assertThat(context.getBean(SimpleMeterRegistry.class).get("latchkey.locks.queue.size").gauge().value())
					.isZero();
				for (Class<?> type : List.of(PackLocks.class, LockTiers.class, MutationSerializer.class)) {
					String name = context.getBeanNamesForType(type)[0];
					assertThat(context.getBeanFactory().containsSingleton(name)).as(name).isFalse();
				}
				context.getBean(LockTemplate.class).executeWithoutResult(LockRequest.ofPack(this.temporary), () -> {
				});
				assertThat(context.getBeanFactory().containsSingleton("packLocks")).isTrue();
				assertThat(context.getBeanFactory().containsSingleton("lockTiers")).isTrue();
				assertThat(context.getBeanFactory().containsSingleton("mutationSerializer")).isFalse();
			});
	}

	@Test
	void oneLineSaysWhereTheLocksAre(CapturedOutput output) {
		this.runner.withUserConfiguration(Locked.class).run((context) -> context.getBean(LockTemplate.class));
		assertThat(output.getAll().lines().filter((line) -> line.contains(" INFO "))).singleElement()
			.asString()
			.contains("'" + this.temporary.resolve("locks") + "'");
	}

	@Test
	void disabledLeavesAllThatIsInjected() {
		this.runner.withPropertyValues("latchkey.enabled=false").withUserConfiguration(Locked.class).run((context) -> {
			for (Class<?> bean : BEANS) {
				if (OF_PROCESSES.contains(bean)) {
					assertThat(context).doesNotHaveBean(bean);
				}
				else {
					assertThat(context).hasSingleBean(bean);
				}
			}
			assertThat(this.temporary.resolve("locks")).doesNotExist();
		});
	}

	@Test
	void disabledGivesAnnotatedMethodsAHoldOfNothing() {
		this.runner.withPropertyValues("latchkey.enabled=false").withUserConfiguration(Locked.class).run((context) -> {
			Path file = context.getBean(LockDirectory.class).file(new LockName("job", null));
			Locked locked = context.getBean(Locked.class);
			try (LockHold other = OtherHolder.of(context.getBean(LatchkeyParts.class).named(), file)) {
				long token = locked.token();
				assertThat(locked.token()).isGreaterThan(token);
				assertThat(other.isHeld()).isTrue();
			}
			assertThat(LockContext.current()).isEmpty();
			assertThat(this.temporary).isEmptyDirectory();
		});
	}

	@Test
	void disabledTemplatesLockNothingAndOthersLockWithinTheJvm() {
		this.runner.withPropertyValues("latchkey.enabled=false", "latchkey.backend=lock-registry").run((context) -> {
			NamedLocks locks = context.getBean(LatchkeyParts.class).named();
			Path file = context.getBean(LockDirectory.class).file(new LockName("job", null));
			try (LockHold other = OtherHolder.of(locks, file)) {
				assertThat(locks.ofFile(file).tryAcquire()).isEmpty();
				assertThat(context.getBean(LockTemplate.class)
					.executeWithoutResult(LockRequest.of("job"), () -> LockAssert.assertLocked("job"))).isTrue();
				assertThat(context.getBean(ReactiveLockTemplate.class)
					.execute(LockRequest.of("job"), () -> Mono.just(1))
					.block()).isOne();
				assertThat(other.isHeld()).isTrue();
			}
			try (ClaimHold claim = context.getBean(Claims.class)
				.claim("leader", new byte[0])
				.tryAcquire()
				.orElseThrow();
					WriterHold writer = context.getBean(LatchkeyParts.class)
						.writers()
						.lock(this.temporary.resolve("data"))
						.tryAcquire()
						.orElseThrow();
					LockHold pack = context.getBean(PackLocks.class).pack(this.temporary).tryAcquire().orElseThrow()) {
				assertThat(context.getBean(ActiveLocks.class).holds()).contains(claim, writer, pack);
				assertThat(context.getBean(Claims.class).claim("leader", new byte[0]).tryAcquire()).isEmpty();
			}
			assertThat(this.temporary).isEmptyDirectory();
		});
	}

	@Test
	void disabledTemplatesInspectAndFindNothingHeld() {
		this.runner.withPropertyValues("latchkey.enabled=false").run((context) -> {
			LockTemplate template = context.getBean(LockTemplate.class);
			LockRequest request = LockRequest.of("job");
			template.executeWithoutResult(request, () -> assertThat(template.isHeld(request)).isFalse());
			assertThat(this.temporary).isEmptyDirectory();
		});
	}

	@Test
	void disabledStartsOnAnySystem() {
		this.bare.withPropertyValues("latchkey.enabled=false", "user.home=?")
			.withSystemProperties("sun.arch.data.model=32")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(LockTemplate.class)
				.hasSingleBean(Claims.class));
	}

	@Test
	void whoHasLockOperationsOfItsOwnHasNoTemplate() {
		LockOperations mine = new LockTemplate(new LockExecutor(
				new FileLockBackend(Latchkey.builder().directory(this.temporary).build(), LockOptions.defaults()),
				() -> new PackLockFiles(LockRuntime.builder().build(), PackLocks.FILE_NAME), Duration.ZERO,
				WhenBusy.THROW, ReleaseAfter.TRANSACTION, LockAdmission.ALWAYS));
		this.runner.withBean("mine", LockOperations.class, () -> mine)
			.run((context) -> assertThat(context.getBean(LockOperations.class)).isSameAs(mine));
	}

	@Test
	void disabledIsSaidInOneLine(CapturedOutput output) {
		new SpringApplicationBuilder(LatchkeyAutoConfiguration.class).web(WebApplicationType.NONE)
			.run("--latchkey.enabled=off", "--latchkey.directory=" + this.temporary.resolve("locks"))
			.close();
		assertThat(output.getAll().lines().filter((line) -> line.contains("locks"))).singleElement()
			.asString()
			.contains(" INFO ", "switched off (latchkey.enabled=false)");
	}

	@Test
	void theConditionReportSaysWhy() {
		this.runner.run((context) -> assertThat(reported(context)).contains("Latchkey latchkey.enabled is true"));
		this.runner.withPropertyValues("latchkey.enabled=no")
			.run((context) -> assertThat(reported(context)).contains("Latchkey latchkey.enabled is false"));
	}

	private static String reported(ApplicationContext context) {
		ConditionEvaluationReport report = ConditionEvaluationReport
			.get((ConfigurableListableBeanFactory) context.getAutowireCapableBeanFactory());
		return Objects
			.requireNonNull(report.getConditionAndOutcomesBySource()
				.get(LatchkeyAutoConfiguration.class.getName() + "#lockAdmission"))
			.iterator()
			.next()
			.getOutcome()
			.toString();
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "TRUE", "yes", "on", "1" })
	void whateverMeansTrueEnables(String value) {
		this.runner.withPropertyValues("latchkey.enabled=" + value)
			.run((context) -> assertThat(context).hasSingleBean(LockTemplate.class));
	}

	@Test
	void whatIsNeitherTrueNorFalseFailsTheStart() {
		this.runner.withPropertyValues("latchkey.enabled=perhaps")
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("latchkey.enabled"));
	}

	@Test
	void latchkeyHasTheLocksOfTheAnnotations() {
		this.runner.run((context) -> {
			Latchkey latchkey = context.getBean(Latchkey.class);
			try (LockHold named = latchkey.lock("job").tryAcquire().orElseThrow();
					LockHold pack = latchkey.packs().pack(this.temporary).tryAcquire().orElseThrow();
					ClaimHold claim = latchkey.claims().claim("leader").tryAcquire().orElseThrow()) {
				LockTemplate template = context.getBean(LockTemplate.class);
				assertThatExceptionOfType(LockReentryException.class)
					.isThrownBy(() -> template.executeWithoutResult(LockRequest.of("job"), () -> {
					}))
					.satisfies((ex) -> assertThat(ex.id()).isEqualTo(named.id()));
				assertThat(context.getBean(ActiveLocks.class).holds()).contains(named, pack, claim);
				assertThat(latchkey.holds()).contains(named, pack, claim);
				assertThat(latchkey.claims()).isSameAs(context.getBean(Claims.class));
			}
		});
	}

	@Test
	void eachBeanBacksOff() {
		LockRuntime runtime = LockRuntime.builder().build();
		LockDirectory directory = new LockDirectory(this.temporary.resolve("mine"));
		LatchkeyParts parts = TestParts.of(runtime, new ActiveLocks(),
				new NamedLocks(LockRuntime.builder().build(), directory.path(), LockOptions.defaults()));
		LockExecutor executor = new LockExecutor(new FileLockBackend(parts.assemble(), parts.options()),
				() -> new PackLockFiles(LockRuntime.builder().build(), PackLocks.FILE_NAME), Duration.ZERO,
				WhenBusy.THROW, ReleaseAfter.TRANSACTION, LockAdmission.ALWAYS);
		backsOff(ActiveLocks.class, new ActiveLocks());
		backsOff(LockEventPublisher.class, new LockEventPublisher((event) -> {
		}));
		backsOff(LockRuntime.class, runtime);
		backsOff(LockDirectory.class, directory);
		backsOff(Latchkey.class, Latchkey.builder().directory(this.temporary).build());
		backsOff(LatchkeyParts.class, parts);
		backsOff(PackLocks.class, new PackLockFiles(LockRuntime.builder().build(), PackLocks.FILE_NAME));
		backsOff(LockTiers.class, new LockTiers());
		backsOff(MutationSerializer.class, new MutationSerializer(Runnable::run, 1));
		backsOff(Claims.class, ClaimDirectory.open(directory.path(), LockRuntime.builder().build()));
		backsOff(LockAdmission.class, LockAdmission.ALWAYS);
		backsOff(LockShutdown.class, new LockShutdown(new DrainingAdmission(), Duration.ZERO));
		backsOff(LockExecutor.class, executor);
		backsOff(LockTemplate.class, new LockTemplate(executor));
		backsOff(ReactiveLockTemplate.class, new ReactiveLockTemplate(executor));
		backsOff(HeldFileLockAdvisor.class,
				new HeldFileLockAdvisor(() -> new LockedMethodCache(new DefaultListableBeanFactory(), WhenBusy.THROW,
						LockOptions.defaults(), true), () -> executor));
		backsOff(LockedMethodsCheck.class, new LockedMethodsCheck(() -> {
			throw new AssertionError("not needed");
		}));
	}

	private <T> void backsOff(Class<T> type, T mine) {
		this.runner.withBean("mine", type, () -> mine)
			.run((context) -> assertThat(context).getBean(type).isSameAs(mine));
	}

	@Test
	void theDefaultDirectoryIsNamedAfterTheApplication() {
		this.bare.withPropertyValues("user.home=" + this.temporary, "spring.application.name=my app/../x")
			.run((context) -> assertThat(context.getBean(LockDirectory.class).path())
				.isEqualTo(this.temporary.resolve(".latchkey/my%20app%2F%2E%2E%2Fx")));
		this.bare.withPropertyValues("user.home=" + this.temporary)
			.run((context) -> assertThat(context.getBean(LockDirectory.class).path())
				.isEqualTo(this.temporary.resolve(".latchkey/application")));
	}

	/**
	 * Without locks nothing is created, so a tilde that is no home leaves no directory.
	 */
	@Test
	void aTildeIsTheHomeOfTheUser() {
		ApplicationContextRunner unlocked = this.bare.withPropertyValues("latchkey.enabled=false",
				"user.home=" + this.temporary);
		unlocked.withPropertyValues("latchkey.directory=~/mine")
			.run((context) -> assertThat(context.getBean(LockDirectory.class).path())
				.isEqualTo(this.temporary.resolve("mine")));
		unlocked.withPropertyValues("latchkey.directory=~")
			.run((context) -> assertThat(context.getBean(LockDirectory.class).path()).isEqualTo(this.temporary));
	}

	@ParameterizedTest
	@ValueSource(strings = { "~other/locks", "~~" })
	void anotherTildeIsRefused(String directory) {
		this.bare.withPropertyValues("latchkey.enabled=false", "latchkey.directory=" + directory)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining(InvalidConfigurationPropertyValueException.class.getName())
				.hasStackTraceContaining("latchkey.directory")
				.hasStackTraceContaining(directory));
	}

	@Test
	void aRelativeDirectoryIsWarnedOfWithItsPlace(CapturedOutput output) throws Exception {
		Path relative = Path.of("").toAbsolutePath().relativize(this.temporary.resolve("relative"));
		this.bare.withPropertyValues("latchkey.directory=" + relative)
			.run((context) -> assertThat(context.getBean(LockDirectory.class).path())
				.isEqualTo(this.temporary.resolve("relative")));
		assertThat(output.getAll()).contains("WARN ", "latchkey.directory=" + relative + " is relative",
				"Set an absolute path");
	}

	@Test
	void anAbsoluteDirectoryIsNotWarnedOf(CapturedOutput output) {
		this.runner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output.getAll()).doesNotContain("is relative", "spring.application.name");
	}

	@Test
	void anApplicationWithoutANameIsToldThatItSharesItsDirectory(CapturedOutput output) {
		this.bare.withPropertyValues("user.home=" + this.temporary)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output.getAll()).contains("'" + this.temporary.resolve(".latchkey/application")
				+ "', which all applications of this user share that have no spring.application.name");
	}

	@Test
	void aDirectoryOfAnotherTimeIsNotSharedInSilence() throws Exception {
		Path locks = Files.createDirectory(this.temporary.resolve("locks"),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		this.runner.withPropertyValues("latchkey.shared=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(LockFileException.class)
				.hasMessageContaining("was made for its owner only (permissions 700)")
				.hasMessageContaining("chmod g+s '" + locks + "'"));
		this.runner.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aUserWithoutAHomeMustSetTheDirectory() {
		this.bare.withPropertyValues("user.home=?")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(LockFileException.class)
				.hasMessageContaining("Set latchkey.directory"));
	}

	@Test
	void sharedMakesTheDirectoryForTheGroup() {
		this.runner.withPropertyValues("latchkey.shared=true")
			.run((context) -> assertThat(Files.getPosixFilePermissions(this.temporary.resolve("locks")).toString())
				.contains("GROUP_WRITE"));
		this.runner.withPropertyValues("latchkey.directory=" + this.temporary.resolve("private"))
			.run((context) -> assertThat(Files.getPosixFilePermissions(this.temporary.resolve("private")).toString())
				.doesNotContain("GROUP", "OTHERS"));
	}

	@Test
	void waitTimeAndWhenBusyAreDefaults() {
		this.runner.withPropertyValues("latchkey.wait-time=0", "latchkey.when-busy=skip")
			.run((context) -> whileBusy(context.getBean(LatchkeyParts.class).named(),
					context.getBean(LockDirectory.class), () -> assertThat(
							context.getBean(LockTemplate.class).executeWithoutResult(LockRequest.of("job"), () -> {
								throw new AssertionError("must not run");
							}))
						.isFalse()));
		this.runner.withPropertyValues("latchkey.wait-time=30ms")
			.run((context) -> whileBusy(context.getBean(LatchkeyParts.class).named(),
					context.getBean(LockDirectory.class),
					() -> assertThatExceptionOfType(LockTimeoutException.class)
						.isThrownBy(() -> context.getBean(LockTemplate.class)
							.executeWithoutResult(LockRequest.of("job"), () -> {
							}))
						.satisfies((ex) -> assertThat(ex.waited()).isBetween(Duration.ofMillis(30),
								Duration.ofSeconds(4)))));
	}

	private static void whileBusy(NamedLocks locks, LockDirectory directory, Runnable action) throws Exception {
		try (LockHold other = OtherHolder.of(locks, directory.file(new LockName("job", null)))) {
			action.run();
			assertThat(other.isHeld()).isTrue();
		}
	}

	@Test
	void filesOfIdleKeysAreRemovedAfterTheTimeOfTheProperty() {
		Path idle = this.temporary.resolve("locks/order.1.flock");
		this.runner.withPropertyValues("latchkey.named.sweep-after=1ms").run((context) -> {
			LockTemplate template = context.getBean(LockTemplate.class);
			template.executeWithoutResult(LockRequest.of("order").key("1"), () -> assertThat(idle).exists());
			Awaitility.await().untilAsserted(() -> {
				template.executeWithoutResult(LockRequest.of("order").key(UUID.randomUUID().toString()), () -> {
				});
				assertThat(idle).doesNotExist();
			});
		});
	}

	@Test
	void heartbeatsFollowTheProperties() {
		this.runner
			.withPropertyValues("latchkey.held-file.stale-after=2s", "latchkey.held-file.heartbeat-interval=1999ms",
					"latchkey.held-file.poll-interval=7ms", "latchkey.max-native-waiters=3")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(LockRuntime.class).pollInterval()).isEqualTo(Duration.ofMillis(7));
				assertThat(context.getBean(LatchkeyProperties.class).maxNativeWaiters()).isEqualTo(3);
			});
	}

	@Test
	void claimsAreInTheLockDirectory() {
		this.runner.run((context) -> assertThat(context.getBean(Claims.class).path())
			.isEqualTo(context.getBean(LockDirectory.class).path()));
	}

	@Test
	void readersOfClaimsWaitForTheTransitionTimeout() {
		Duration longer = Duration.ofMillis(1700);
		this.runner.withPropertyValues("latchkey.claims.transition-timeout=1700ms").run((context) -> {
			Claims claims = context.getBean(Claims.class);
			try (ClaimHold claim = claims.claim("leader", new byte[0]).tryAcquire().orElseThrow()) {
				Files.delete(claim.id().path());
				long start = System.nanoTime();
				assertThat(claims.claim("leader").inspect().state()).isEqualTo(LockState.MALFORMED);
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(longer);
			}
		});
	}

	@Test
	void aClaimOutlivesTheContext() throws Exception {
		List<ClaimHold> held = new ArrayList<>();
		this.runner.run((context) -> held
			.add(context.getBean(Claims.class).claim("leader", new byte[] { 7 }).tryAcquire().orElseThrow()));
		ClaimHold claim = held.get(0);
		try (ClaimDirectory others = ClaimDirectory.open(this.temporary.resolve("locks"),
				LockRuntime.builder().build())) {
			claim.requireHeld();
			assertThat(others.read("leader")).hasValue(new byte[] { 7 });
			claim.close();
			assertThat(others.claim("leader").inspect().state()).isEqualTo(LockState.FREE);
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "latchkey.when-busy=perhaps", "latchkey.wait-time=soon", "latchkey.remote-filesystem=perhaps" })
	void aValueThatCannotBeReadFailsTheStart(String property) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining(property.substring(0, property.indexOf('='))));
	}

	@Test
	void aDirectoryThatCannotBeUsedFailsTheStart() throws Exception {
		Path file = Files.writeString(this.temporary.resolve("file"), "");
		Path link = Files.createSymbolicLink(this.temporary.resolve("link"), this.temporary);
		for (Path wrong : List.of(file, link)) {
			this.bare.withPropertyValues("latchkey.directory=" + wrong, "spring.main.lazy-initialization=true")
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.isInstanceOf(LockFileException.class)
					.hasMessageContaining("'" + wrong + "'"));
		}
	}

	@Test
	void aRemoteFilesystemIsRefusedUnlessAllowed() {
		Path foreign = Stream.of("/dev/mqueue", "/sys/fs/cgroup", "/sys/fs/cgroup/unified", "/sys/fs/cgroup/pids")
			.map(Path::of)
			.filter(LatchkeyAutoConfigurationTests::isOfNoKnownFilesystem)
			.findFirst()
			.orElse(null);
		assumeTrue(foreign != null, "needs a writable directory on a filesystem that is not known to be local");
		this.bare.withPropertyValues("latchkey.directory=" + foreign)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("remoteFileSystemAllowed(true)"));
		this.bare.withPropertyValues("latchkey.directory=" + foreign, "latchkey.remote-filesystem=allow")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private static boolean isOfNoKnownFilesystem(Path directory) {
		try {
			return Files.isWritable(directory)
					&& Set.of("mqueue", "cgroup", "cgroup2").contains(Files.getFileStore(directory).type());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void aSystemThatIsNotSupportedFailsTheStart() {
		this.runner.withSystemProperties("sun.arch.data.model=32")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(UnsupportedPlatformException.class)
				.hasMessageContaining("32 bits"));
	}

	@Test
	void allListenersHearInOrder() {
		this.runner.withUserConfiguration(Listeners.class).run((context) -> {
			context.getBean(LockTemplate.class)
				.executeWithoutResult(LockRequest.of("job"),
						() -> assertThat(context.getBean(ActiveLocks.class).holds()).hasSize(1));
			assertThat(context.getBean("heard")).hasToString("[first, second]");
		});
	}

	@Test
	void aListenerMayUseAServiceThatUsesLocks() {
		this.runner.withUserConfiguration(Listeners.class)
			.withBean(Audit.class)
			.withBean(AuditedService.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				context.getBean(LockTemplate.class).executeWithoutResult(LockRequest.of("job"), () -> {
				});
				assertThat(context.getBean(Audit.class).heard).containsExactly("early", "job");
				assertThat(context.getBean("heard")).hasToString("[first, second, first, second]");
			});
	}

	@Test
	void aListenerThatCannotBeMadeFailsTheStart() {
		this.runner.withPropertyValues("spring.main.lazy-initialization=true").withBean(LockListener.class, () -> {
			throw new IllegalStateException("broken");
		}).run((context) -> assertThat(context).getFailure().rootCause().hasMessage("broken"));
	}

	@Test
	void theAnnotationLocks() {
		this.runner.withUserConfiguration(Locked.class)
			.run((context) -> assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> context.getBean(Locked.class).run(context.getBean(ActiveLocks.class)))
				.withMessage("[job]"));
	}

	static class Locked {

		@HeldFileLock(value = "job", waitTime = "0")
		long token() {
			LockAssert.assertLocked("job");
			LockHold hold = LockContext.current().orElseThrow();
			hold.requireHeld();
			return hold.fencingToken();
		}

		@HeldFileLock("job")
		void run() {
		}

		@HeldFileLock("job")
		void run(ActiveLocks activeLocks) {
			throw new IllegalStateException(
					activeLocks.holds().stream().map((hold) -> hold.id().name()).toList().toString());
		}

	}

	/** Acquires a lock while it is being made. */
	static class AuditedService {

		AuditedService(LockTemplate template) {
			template.executeWithoutResult(LockRequest.of("early"), () -> {
			});
		}

	}

	static class Audit extends EventCallbacks {

		private final List<String> heard = new ArrayList<>();

		Audit(AuditedService service) {
			assertThat(service).isNotNull();
		}

		@Override
		public void acquired(LockHold hold) {
			this.heard.add(hold.id().name());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Listeners {

		@Bean
		List<String> heard() {
			return new ArrayList<>();
		}

		@Bean
		@Order(2)
		LockListener second(List<String> heard) {
			return listener("second", heard);
		}

		@Bean
		@Order(1)
		LockListener first(List<String> heard) {
			return listener("first", heard);
		}

		private static LockListener listener(String name, List<String> heard) {
			return new EventCallbacks() {
				@Override
				public void acquired(LockHold hold) {
					heard.add(name);
				}
			};
		}

	}

}

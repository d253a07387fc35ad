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
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.integration.support.locks.DefaultLockRegistry;
import org.springframework.integration.support.locks.LockRegistry;
import reactor.core.publisher.Mono;

import dev.latchkey.Latchkey;
import dev.latchkey.LatchkeyException;
import dev.latchkey.LockType;
import dev.latchkey.spring.LockBackend;
import dev.latchkey.spring.LockContext;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.LockTemplate;
import dev.latchkey.spring.actuate.LocksDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.LockDescriptor;
import dev.latchkey.spring.actuate.LocksEndpoint;
import dev.latchkey.spring.actuate.LocksHealthIndicator;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.annotation.WhenBusy;
import dev.latchkey.spring.springintegration.BackendSession;
import dev.latchkey.spring.springintegration.FileLockRegistry;
import dev.latchkey.spring.springintegration.LockRegistryBackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class LockRegistryBackendAutoConfigurationTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path temporary;

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LatchkeyAutoConfiguration.class,
					LockRegistryBackendAutoConfiguration.class, LocksHealthContributorAutoConfiguration.class))
			.withPropertyValues("latchkey.directory=" + this.temporary.resolve("locks"));
	}

	private ApplicationContextRunner registry() {
		return runner().withPropertyValues("latchkey.backend=lock-registry").withUserConfiguration(OneRegistry.class);
	}

	@Test
	void locksAreFilesUnlessTheApplicationSaysOtherwise() {
		runner().withUserConfiguration(OneRegistry.class).run((context) -> {
			assertThat(context).doesNotHaveBean(LockBackend.class);
			context.getBean(LockTemplate.class)
				.executeWithoutResult(LockRequest.of("job"),
						() -> assertThat(LockContext.current()).get()
							.extracting((hold) -> hold.id().type())
							.isEqualTo(LockType.NAMED));
		});
	}

	@Test
	void theNameOfTheBackendIsRelaxed() {
		runner().withPropertyValues("latchkey.backend=LOCK_REGISTRY")
			.withUserConfiguration(OneRegistry.class)
			.run((context) -> assertThat(context).hasSingleBean(LockRegistryBackend.class));
	}

	@Test
	void annotationsAndTemplatesLockInTheRegistry() {
		registry().withUserConfiguration(Service.class).run((context) -> {
			Service service = context.getBean(Service.class);
			assertThat(service.locked("4/2")).isEqualTo("orders.4%2F2");
			assertThat(service.stage("4/2").toCompletableFuture().join()).isEqualTo("orders.4%2F2");
			assertThat(service.mono("4/2").block()).isEqualTo("orders.4%2F2");
			context.getBean(LockTemplate.class).executeWithoutResult(LockRequest.of("orders").key("4/2"), () -> {
				assertThat(service.locked("4/2")).as("joined").isEqualTo("orders.4%2F2");
				CompletableFuture<@Nullable String> elsewhere = CompletableFuture
					.supplyAsync(() -> service.skipping("4/2"));
				assertThat(elsewhere.join()).isNull();
			});
			assertThat(service.skipping("4/2")).isEqualTo("orders.4%2F2");
			assertThat(this.temporary.resolve("locks")).isEmptyDirectory();
		});
	}

	@Test
	void aTemplateDoesNotSayWhetherALockOfARegistryIsHeld() {
		registry().run((context) -> {
			LockTemplate template = context.getBean(LockTemplate.class);
			LockRequest request = LockRequest.of("orders").key("4/2");
			assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> template.inspect(request))
				.withMessageContaining("registry lock 'orders.4%2F2'")
				.withMessageContaining("wait time of zero");
			template.executeWithoutResult(request, () -> assertThatExceptionOfType(UnsupportedOperationException.class)
				.isThrownBy(() -> template.isHeld(request)));
		});
	}

	@Test
	void theSessionOfAnotherBackendIsNotAsked() {
		registry().withBean(BackendSession.class, ForeignSession::new)
			.run((context) -> context.getBean(LockTemplate.class)
				.executeWithoutResult(LockRequest.of("job"), () -> LockContext.current().orElseThrow().requireHeld()));
	}

	@Test
	void theLogSaysWhichBackendItIs(CapturedOutput output) {
		registry().run((context) -> assertThat(context).hasSingleBean(LockRegistryBackend.class));
		assertThat(output)
			.contains("Cross-process locks are in the lock registry " + DefaultLockRegistry.class.getName() + " (")
			.contains("Claims of this machine are in '" + this.temporary.resolve("locks") + "'");
	}

	@Test
	void withoutARegistryItDoesNotStart() {
		runner().withPropertyValues("latchkey.backend=lock-registry")
			.run((context) -> assertThat(analysis(context)).satisfies((analysis) -> {
				assertThat(analysis.getDescription()).contains("latchkey.backend=lock-registry", "there is no bean");
				assertThat(analysis.getAction()).contains("JdbcLockRegistry", "remove the property");
			}));
	}

	@ParameterizedTest
	@ValueSource(strings = { "latchkey.integration.lock-registry", "latchkey.shedlock.lock-provider" })
	void fileLocksOfOtherLibrariesAreRefusedBesideTheRegistry(String property) {
		ApplicationContextRunner registry = registry().withConfiguration(AutoConfigurations
			.of(FileLockRegistryAutoConfiguration.class, LatchkeyLockProviderAutoConfiguration.class));
		registry.withPropertyValues(property + "=true")
			.run((context) -> assertThat(analysis(context).getDescription()).contains(property,
					"latchkey.backend=lock-registry", "files of this machine"));
		registry.withPropertyValues(property + "=false").run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aRegistryOfFileLocksIsNoBackend() {
		runner().withPropertyValues("latchkey.backend=lock-registry")
			.withUserConfiguration(FileRegistry.class)
			.run((context) -> assertThat(analysis(context)).satisfies((analysis) -> {
				assertThat(analysis.getDescription()).contains("files of this machine");
				assertThat(analysis.getAction()).contains("Define the registry");
			}));
	}

	@Test
	void withSeveralRegistriesOneMustBePrimary() {
		registry().withUserConfiguration(AnotherRegistry.class)
			.run((context) -> assertThat(analysis(context)).satisfies((analysis) -> {
				assertThat(analysis.getDescription()).contains("there are 2 beans of that type");
				assertThat(analysis.getAction()).contains("@Primary");
			}));
		registry().withUserConfiguration(PrimaryRegistry.class)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(LockRegistryBackend.class));
	}

	@Test
	void withoutSpringIntegrationItDoesNotStart() {
		runner().withPropertyValues("latchkey.backend=lock-registry")
			.withClassLoader(new FilteredClassLoader("org.springframework.integration"))
			.run((context) -> assertThat(analysis(context)).satisfies((analysis) -> {
				assertThat(analysis.getDescription()).contains("which is not on the class path");
				assertThat(analysis.getAction()).contains("spring-integration-jdbc");
			}));
		runner().withClassLoader(new FilteredClassLoader("org.springframework.integration"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(LockTemplate.class));
	}

	@Test
	void aRegistryNeedsNoZookeeper() {
		registry().withClassLoader(new FilteredClassLoader("org.apache.curator"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(LockRegistryBackend.class));
	}

	@Test
	void aPathIsRefused() {
		registry().withUserConfiguration(WithPath.class)
			.run((context) -> assertThat(analysis(context)).satisfies((analysis) -> {
				assertThat(analysis.getDescription()).contains("names a file", "latchkey.backend=lock-registry");
				assertThat(analysis.getAction()).contains("a name and a key");
			}));
		registry().run((context) -> assertThatExceptionOfType(LatchkeyException.class)
			.isThrownBy(() -> context.getBean(LockTemplate.class)
				.executeWithoutResult(LockRequest.ofFile(Path.of("/tmp/x")), () -> {
				}))
			.withMessageContaining("with latchkey.backend=lock-registry locks have names"));
	}

	@Test
	void theEndpointShowsWhatIsKnown() {
		registry().withConfiguration(AutoConfigurations.of(LocksEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=locks",
					"management.endpoint.locks.show-values=always")
			.run((context) -> {
				LocksEndpoint endpoint = context.getBean(LocksEndpoint.class);
				context.getBean(LockTemplate.class).executeWithoutResult(LockRequest.of("orders").key("4/2"), () -> {
					LocksDescriptor locks = endpoint.locks();
					assertThat(locks.held()).singleElement().satisfies((held) -> {
						assertThat(held.type()).isEqualTo("registry");
						assertThat(held.name()).isEqualTo("orders");
						assertThat(held.key()).isEqualTo("4/2");
						assertThat(held.path()).isNull();
						assertThat(held.thread()).isEqualTo(Thread.currentThread().getName());
						assertThat(held.fencingToken()).isNull();
					});
					assertThat(locks.directory().locks()).isEmpty();
				});
			});
	}

	@Test
	void theEndpointFindsALockThatThisProcessHolds() {
		registry().withConfiguration(AutoConfigurations.of(LocksEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=locks")
			.run((context) -> {
				LocksEndpoint endpoint = context.getBean(LocksEndpoint.class);
				String[] path = { "orders", "4", "2" };
				context.getBean(LockTemplate.class).executeWithoutResult(LockRequest.of("orders").key("4/2"), () -> {
					LockDescriptor lock = Objects.requireNonNull(endpoint.lock(path, null, null));
					assertThat(lock.type()).isEqualTo("registry");
					assertThat(lock.state()).isEqualTo("held");
					assertThat(lock.key()).isEqualTo("******");
					assertThat(lock.path()).isNull();
					assertThat(lock.holders()).singleElement()
						.satisfies((holder) -> assertThat(holder.pid()).isEqualTo(ProcessHandle.current().pid()));
					assertThat(endpoint.lock(path, null, "registry")).isEqualTo(lock);
					assertThat(endpoint.lock(path, null, "named")).isNull();
					assertThat(endpoint.lock(new String[] { "orders", "4" }, null, null)).isNull();
				});
				assertThat(endpoint.lock(path, null, "registry")).isNull();
			});
	}

	@Test
	void metersKnowItsNameWithoutItsKey() {
		registry().withConfiguration(AutoConfigurations.of(LockMetricsAutoConfiguration.class))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withUserConfiguration(Service.class)
			.run((context) -> {
				Service service = context.getBean(Service.class);
				context.getBean(LockTemplate.class)
					.executeWithoutResult(LockRequest.of("orders").key("4/2"),
							() -> assertThat(CompletableFuture.supplyAsync(() -> service.skipping("4/2")).join())
								.isNull());
				assertThat(context.getBean(MeterRegistry.class)
					.get("latchkey.locks.timeouts")
					.tags("type", "registry", "name", "orders")
					.counter()
					.count()).isOne();
			});
	}

	@Test
	void healthAsksTheBackend() {
		registry().run((context) -> {
			Health health = context.getBean(LocksHealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails().get("backend")).asString().contains("DefaultLockRegistry");
		});
	}

	private static FailureAnalysis analysis(AssertableApplicationContext context) {
		Throwable failure = Objects.requireNonNull(context.getStartupFailure());
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class,
					SpringFactoriesLoader.FailureHandler.logging(org.apache.commons.logging.LogFactory
						.getLog(LockRegistryBackendAutoConfigurationTests.class)))
			.stream()
			.map((analyzer) -> analyzer.analyze(failure))
			.filter(Objects::nonNull)
			.findFirst()
			.orElseThrow();
	}

	@Configuration(proxyBeanMethods = false)
	static class OneRegistry {

		@Bean
		LockRegistry<?> lockRegistry() {
			return new DefaultLockRegistry();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FileRegistry {

		@Bean
		LockRegistry<?> lockRegistry(Latchkey latchkey) {
			return new FileLockRegistry(latchkey);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AnotherRegistry {

		@Bean
		LockRegistry<?> anotherLockRegistry() {
			return new DefaultLockRegistry();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryRegistry {

		@Bean
		@Primary
		LockRegistry<?> primaryLockRegistry() {
			return new DefaultLockRegistry();
		}

	}

	static class Service {

		@HeldFileLock(value = "orders", key = "#id")
		public String locked(String id) {
			return LockContext.current().orElseThrow().id().name();
		}

		@HeldFileLock(value = "orders", key = "#id", waitTime = "0", whenBusy = WhenBusy.SKIP)
		public @Nullable String skipping(String id) {
			return LockContext.current().orElseThrow().id().name();
		}

		@HeldFileLock(value = "orders", key = "#id")
		public CompletionStage<String> stage(String id) {
			String name = LockContext.current().orElseThrow().id().name();
			return CompletableFuture.supplyAsync(() -> name);
		}

		@HeldFileLock(value = "orders", key = "#id")
		public Mono<String> mono(String id) {
			return Mono.fromSupplier(() -> LockContext.current().orElseThrow().id().name());
		}

	}

	static class WithPath {

		@HeldFileLock(path = "#file")
		public void locked(Path file) {
		}

	}

	private static final class ForeignSession implements BackendSession {

		@Override
		public boolean isOf(LockRegistry<?> registry) {
			return false;
		}

		@Override
		public long id() {
			throw new IllegalStateException();
		}

		@Override
		public Duration timeToLive() {
			throw new IllegalStateException();
		}

		@Override
		public void renew() {
			throw new IllegalStateException();
		}

	}

}

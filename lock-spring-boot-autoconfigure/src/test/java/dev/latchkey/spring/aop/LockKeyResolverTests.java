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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockHold;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.internal.parts.LatchkeyParts;
import dev.latchkey.spring.LockContext;
import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.LockKeyResolver;
import dev.latchkey.spring.LockName;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.LockTemplate;
import dev.latchkey.spring.OtherHolder;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Locks that are different for each tenant, and only those that say so.
 */
class LockKeyResolverTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final ThreadLocal<@Nullable String> tenant = new ThreadLocal<>();

	private ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LatchkeyAutoConfiguration.class))
		.withUserConfiguration(Application.class);

	@BeforeEach
	void useDirectory(@TempDir Path directory) {
		this.runner = this.runner.withPropertyValues("latchkey.directory=" + directory, "latchkey.wait-time=0",
				"keys.of=tenantKeys");
	}

	@AfterEach
	void noTenant() {
		tenant.remove();
	}

	@Test
	void tenantsDoNotExcludeEachOther() {
		whileHeld(new LockName("customer", "acme/17"), (service) -> {
			tenant.set("acme");
			assertBusy(() -> service.keyed("17"));
			assertBusy(() -> service.mono("17").block(LIMIT));
			assertBusy(() -> service.flux("17").blockLast(LIMIT));
			assertThat(service.stage("17")).failsWithin(LIMIT)
				.withThrowableThat()
				.withCauseInstanceOf(LockTimeoutException.class);
			assertThat(service.keyed("18")).isEqualTo(file("customer", "acme/18"));
			tenant.set("other");
			assertThat(service.keyed("17")).isEqualTo(file("customer", "other/17"));
			assertThat(service.stage("17")).succeedsWithin(LIMIT).isEqualTo(file("customer", "other/17"));
			assertThat(service.mono("17").block(LIMIT)).isEqualTo(file("customer", "other/17"));
			assertThat(service.flux("17").blockLast(LIMIT)).isEqualTo(file("customer", "other/17"));
		});
	}

	@Test
	void aLockWithoutAKeyHasThePartAsItsKey() {
		whileHeld(new LockName("import", "acme"), (service) -> {
			tenant.set("acme");
			assertBusy(service::withoutKey);
			tenant.set("other");
			assertThat(service.withoutKey()).isEqualTo(file("import", "other"));
		});
	}

	@Test
	void aLockThatNamesNoResolverIsTheSameForAllTenants() {
		whileHeld(new LockName("customer", "17"), (service) -> {
			for (String each : List.of("acme", "other")) {
				tenant.set(each);
				assertBusy(() -> service.global("17"));
			}
		});
	}

	@Test
	void aRequestOfATemplateIsForTheSameLock() {
		run((context) -> {
			tenant.set("acme");
			LockKeyResolver resolver = context.getBean(TenantKeys.class);
			LockRequest keyed = LockRequest.of("customer").key("17", resolver);
			LockRequest withoutKey = LockRequest.of("import").key(resolver);
			assertThat(service(context).heldMeanwhile("17", context.getBean(LockTemplate.class), keyed)).isTrue();
			context.getBean(LockTemplate.class)
				.executeWithoutResult(withoutKey,
						() -> assertThat(service(context).withoutKey()).isEqualTo(file("import", "acme")));
			assertThatIllegalStateException().isThrownBy(() -> LockRequest.ofFile(Path.of("x")).key("17", resolver));
		});
	}

	@Test
	void theResolverIsAskedForTheLockAsItWasGivenOnceForEachCallAndSubscription() {
		run((context) -> {
			tenant.set("acme");
			Service service = service(context);
			Mono<String> mono = service.mono("18");
			List<LockName> asked = context.getBean(TenantKeys.class).asked;
			assertThat(asked).isEmpty();
			assertThat(service.keyed("17")).isNotNull();
			assertThat(service.withoutKey()).isNotNull();
			assertThat(mono.block(LIMIT)).isNotNull();
			assertThat(mono.block(LIMIT)).isNotNull();
			assertThat(service.conditional("19", false)).isEqualTo("none");
			assertThat(asked).containsExactly(new LockName("customer", "17"), new LockName("import", null),
					new LockName("customer", "18"), new LockName("customer", "18"));
		});
	}

	@Test
	void aCallWithoutAPartIsRefusedAndDoesNotRun() {
		run((context) -> {
			Service service = service(context);
			for (String none : new @Nullable String[] { null, "", " " }) {
				tenant.set(none);
				assertThatExceptionOfType(LatchkeyException.class).isThrownBy(() -> service.keyed("17"))
					.withMessageContaining("lock 'customer[17]' on " + Service.class.getName() + ".keyed")
					.withMessageContaining((none != null) ? "a blank text" : "null")
					.withMessageContaining(TenantKeys.class.getName());
				assertThat(service.stage("17")).isCompletedExceptionally();
				Mono<String> mono = service.mono("17");
				assertThatExceptionOfType(LatchkeyException.class).isThrownBy(() -> mono.block(LIMIT));
			}
			assertThat(service.calls()).isZero();
		});
	}

	@Test
	void whatTheResolverThrowsEndsTheCall() {
		run((context) -> {
			tenant.set("forbidden");
			Service service = service(context);
			assertThatIllegalStateException().isThrownBy(() -> service.keyed("17")).withMessage("forbidden");
			assertThat(service.stage("17")).failsWithin(LIMIT)
				.withThrowableThat()
				.withCauseInstanceOf(IllegalStateException.class);
			assertThatIllegalStateException().isThrownBy(() -> service.mono("17").block(LIMIT));
			assertThat(service.calls()).isZero();
		});
	}

	@Test
	void aResolverMayNeedTheBeanWhoseLockNamesIt() {
		this.runner.withBean(Needed.class).withBean("needy", Needy.class).run((context) -> {
			tenant.set("acme");
			assertThat(context.getBean(Needed.class).run()).isEqualTo(file("needed", "of-needed"));
		});
	}

	private void run(ContextConsumer<AssertableApplicationContext> test) {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			test.accept(context);
		});
	}

	private void whileHeld(LockName name, ServiceTest test) {
		run((context) -> {
			Path file = context.getBean(LockDirectory.class).file(name);
			try (LockHold other = OtherHolder.of(context.getBean(LatchkeyParts.class).named(), file)) {
				test.accept(service(context));
				assertThat(other.isHeld()).isTrue();
			}
		});
	}

	private static void assertBusy(Runnable call) {
		assertThatExceptionOfType(LockTimeoutException.class).isThrownBy(call::run);
	}

	private static Service service(AssertableApplicationContext context) {
		return context.getBean(Service.class);
	}

	private static String file(String name, String key) {
		return new LockName(name, key).fileName();
	}

	private static String current() {
		return LockContext.current().map((hold) -> String.valueOf(hold.id().path().getFileName())).orElse("none");
	}

	private interface ServiceTest {

		void accept(Service service) throws Exception;

	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		TenantKeys tenantKeys() {
			return new TenantKeys();
		}

		@Bean
		Service service() {
			return new Service();
		}

	}

	static class TenantKeys implements LockKeyResolver {

		private final List<LockName> asked = new ArrayList<>();

		@Override
		public @Nullable String resolve(LockName lock) {
			if ("forbidden".equals(tenant.get())) {
				throw new IllegalStateException("forbidden");
			}
			this.asked.add(lock);
			return tenant.get();
		}

	}

	static class Service {

		private int calls;

		int calls() {
			return this.calls;
		}

		@HeldFileLock(value = "customer", key = "#id", keyResolver = "tenantKeys")
		String keyed(String id) {
			this.calls++;
			return current();
		}

		@HeldFileLock(value = "customer", key = "#id", keyResolver = "${keys.of}")
		CompletableFuture<String> stage(String id) {
			this.calls++;
			return CompletableFuture.completedFuture(current());
		}

		@HeldFileLock(value = "customer", key = "#id", keyResolver = "tenantKeys")
		Mono<String> mono(String id) {
			this.calls++;
			return Mono.just(current());
		}

		@HeldFileLock(value = "customer", key = "#id", keyResolver = "tenantKeys")
		Flux<String> flux(String id) {
			return Flux.just(current());
		}

		@HeldFileLock(value = "import", keyResolver = "tenantKeys")
		String withoutKey() {
			return current();
		}

		@HeldFileLock(value = "customer", key = "#id", keyResolver = "${keys.none:}")
		String global(String id) {
			return current();
		}

		@HeldFileLock(value = "customer", key = "#id", keyResolver = "tenantKeys", condition = "#locked")
		String conditional(String id, boolean locked) {
			return current();
		}

		@HeldFileLock(value = "customer", key = "#id", keyResolver = "tenantKeys")
		boolean heldMeanwhile(String id, LockTemplate template, LockRequest request) {
			return template.isHeld(request);
		}

	}

	static class Needed {

		@HeldFileLock(value = "needed", keyResolver = "needy")
		String run() {
			return current();
		}

		String part() {
			return "of-needed";
		}

	}

	static class Needy implements LockKeyResolver {

		private final Needed needed;

		Needy(Needed needed) {
			this.needed = needed;
		}

		@Override
		public String resolve(LockName lock) {
			return this.needed.part();
		}

	}

}

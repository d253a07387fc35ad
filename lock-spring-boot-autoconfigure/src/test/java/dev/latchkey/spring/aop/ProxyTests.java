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

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Path;
import java.util.Optional;

import org.aspectj.weaver.Advice;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.annotation.AliasFor;

import dev.latchkey.LockHold;
import dev.latchkey.LockInterruptedException;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.internal.parts.LatchkeyParts;
import dev.latchkey.spring.LockContext;
import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.LockName;
import dev.latchkey.spring.OtherHolder;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.annotation.WhenBusy;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which calls are locked, however proxies are made.
 */
class ProxyTests {

	private ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, LatchkeyAutoConfiguration.class));

	@BeforeEach
	void useDirectory(@TempDir Path directory) {
		this.runner = this.runner.withPropertyValues("latchkey.directory=" + directory, "latchkey.wait-time=0",
				"catalog.lock=from-a-property");
	}

	@Test
	void classesAreProxied() {
		this.runner.withBean(Catalog.class).run((context) -> {
			Catalog catalog = context.getBean(Catalog.class);
			assertThat(AopUtils.isCglibProxy(catalog)).isTrue();
			assertThat(catalog.refresh()).isEqualTo("catalog");
		});
	}

	@Test
	void aspectJIsNotNeeded() {
		this.runner.withClassLoader(new FilteredClassLoader(Advice.class))
			.withBean(Catalog.class)
			.run((context) -> assertThat(context.getBean(Catalog.class).refresh()).isEqualTo("catalog"));
	}

	@Test
	void theProxyCreatorOfBootIsNotNeeded() {
		this.runner.withPropertyValues("spring.aop.auto=false").withBean(Catalog.class).run((context) -> {
			Catalog catalog = context.getBean(Catalog.class);
			assertThat(AopUtils.isCglibProxy(catalog)).isTrue();
			assertThat(catalog.refresh()).isEqualTo("catalog");
		});
	}

	@Test
	void interfacesAreProxiedIfSoConfigured() {
		for (String auto : new String[] { "true", "false" }) {
			this.runner.withPropertyValues("spring.aop.proxy-target-class=false", "spring.aop.auto=" + auto)
				.withBean(PricesOfToday.class)
				.run((context) -> {
					Prices prices = context.getBean(Prices.class);
					assertThat(AopUtils.isJdkDynamicProxy(prices)).isTrue();
					assertThat(prices.load("x")).isEqualTo("prices.x");
					assertThat(prices.byDefault()).isEqualTo("by-default");
				});
		}
	}

	@Test
	void aLockedMethodThatIsInNoInterfaceOfAnInterfaceProxyFailsTheStart() {
		this.runner.withPropertyValues("spring.aop.proxy-target-class=false")
			.withBean(PricesOfYesterday.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(LockDefinitionException.class, (definition) -> {
					assertThat(definition.problem()).contains("$PricesOfYesterday.reload ").contains("interface");
					assertThat(definition.remedy()).contains("spring.aop.proxy-target-class");
				}));
		this.runner.withBean(PricesOfYesterday.class).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void genericMethodsOfInterfacesAreInThem() {
		this.runner.withPropertyValues("spring.aop.proxy-target-class=false")
			.withBean(TextLoader.class)
			.run((context) -> {
				@SuppressWarnings("unchecked")
				Loader<String> loader = context.getBean(Loader.class);
				assertThat(AopUtils.isJdkDynamicProxy(loader)).isTrue();
				assertThat(loader.load("x")).isEqualTo("loader.x");
			});
	}

	@Test
	void annotationsOfInterfacesCount() {
		this.runner.withBean(PricesOfToday.class).run((context) -> {
			PricesOfToday prices = context.getBean(PricesOfToday.class);
			assertThat(AopUtils.isCglibProxy(prices)).isTrue();
			assertThat(prices.load("a/b")).isEqualTo("prices.a%2Fb");
		});
	}

	@Test
	void annotationsOfYourOwnCount() {
		this.runner.withBean(Composed.class)
			.run((context) -> assertThat(context.getBean(Composed.class).run()).isEqualTo("composed"));
	}

	@Test
	void anAnnotationOfTheClassStandsForItsMethods() {
		this.runner.withBean(Whole.class).run((context) -> {
			Whole whole = context.getBean(Whole.class);
			assertThat(whole.own()).isEqualTo("whole");
			assertThat(whole.inherited()).isEqualTo("whole");
			assertThat(whole.other()).isEqualTo("other");
			assertThat(whole.toString()).isEqualTo("no lock");
		});
	}

	@Test
	void placeholdersAndArgumentsAreResolved() {
		this.runner.withBean(Catalog.class).run((context) -> {
			Catalog catalog = context.getBean(Catalog.class);
			assertThat(catalog.placeholder()).isEqualTo("from-a-property");
			assertThat(catalog.keyed(new Item(7))).isEqualTo("items.7");
		});
	}

	@Test
	void scopedProxiesLockToo() {
		this.runner.withUserConfiguration(Scoped.class)
			.run((context) -> assertThat(context.getBean(Scoped.class).run()).isEqualTo("scoped"));
	}

	@Test
	void nestedCallsJoin() {
		this.runner.withBean(Catalog.class).withBean(Outer.class).run((context) -> {
			context.getBean(Outer.class).run(context.getBean(Catalog.class));
			assertThat(LockContext.current()).isEmpty();
		});
	}

	@Test
	void busyMeansWhatTheAnnotationSays() {
		this.runner.withBean(Impatient.class).run((context) -> {
			Impatient impatient = context.getBean(Impatient.class);
			Path file = context.getBean(LockDirectory.class).file(new LockName("impatient", null));
			try (LockHold other = OtherHolder.of(context.getBean(LatchkeyParts.class).named(), file)) {
				assertThatExceptionOfType(LockTimeoutException.class).isThrownBy(impatient::throwing)
					.withMessageContaining("pid " + other.holder().pid());
				assertThat(impatient.skippedNull()).isNull();
				assertThat(impatient.skippedOptional()).isEmpty();
				assertThat(impatient.unlocked()).isEqualTo("no lock");
			}
			assertThat(impatient.skippedOptional()).contains("impatient");
		});
	}

	@Test
	void anInterruptIsThrownAsTheMethodDeclares() {
		this.runner.withBean(Impatient.class).run((context) -> {
			Impatient impatient = context.getBean(Impatient.class);
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(InterruptedException.class).isThrownBy(impatient::declares);
			assertThat(Thread.interrupted()).isFalse();
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(LockInterruptedException.class).isThrownBy(impatient::declaresNothing);
			assertThat(Thread.interrupted()).isTrue();
		});
	}

	private static String lock() {
		return LockContext.current().map((hold) -> hold.id().name()).orElse("no lock");
	}

	public record Item(int id) {
	}

	public static class Catalog {

		@HeldFileLock("catalog")
		public String refresh() {
			return lock();
		}

		@HeldFileLock("${catalog.lock}")
		public String placeholder() {
			return lock();
		}

		@HeldFileLock(value = "items", key = "#item.id")
		public String keyed(Item item) {
			return lock();
		}

	}

	static class Outer {

		@HeldFileLock("catalog")
		void run(Catalog catalog) {
			LockHold hold = LockContext.current().orElseThrow();
			assertThat(catalog.refresh()).isEqualTo("catalog");
			assertThat(LockContext.current()).containsSame(hold);
		}

	}

	interface Prices {

		@HeldFileLock(value = "prices", key = "#p0")
		String load(String shop);

		@HeldFileLock("by-default")
		default String byDefault() {
			return lock();
		}

	}

	static class PricesOfToday implements Prices {

		@Override
		public String load(String shop) {
			return lock();
		}

	}

	@HeldFileLock("")
	@Retention(RetentionPolicy.RUNTIME)
	@interface Exclusively {

		@AliasFor(annotation = HeldFileLock.class, attribute = "value")
		String of();

	}

	static class Composed {

		@Exclusively(of = "composed")
		String run() {
			return lock();
		}

	}

	static class Base {

		String inherited() {
			return lock();
		}

	}

	@HeldFileLock("whole")
	static class Whole extends Base {

		String own() {
			return lock();
		}

		@HeldFileLock("other")
		String other() {
			return lock();
		}

		@Override
		public String toString() {
			return lock();
		}

	}

	@Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
	static class Scoped {

		@HeldFileLock("scoped")
		String run() {
			return lock();
		}

	}

	static class Impatient {

		@HeldFileLock("impatient")
		void throwing() {
		}

		@HeldFileLock(value = "impatient", whenBusy = WhenBusy.SKIP)
		@Nullable String skippedNull() {
			return lock();
		}

		@HeldFileLock(value = "impatient", whenBusy = WhenBusy.SKIP)
		Optional<String> skippedOptional() {
			return Optional.of(lock());
		}

		@HeldFileLock(value = "impatient", waitTime = "PT0.01S", whenBusy = WhenBusy.RUN_UNLOCKED)
		String unlocked() {
			return lock();
		}

		@HeldFileLock(value = "impatient", waitTime = "10s")
		void declares() throws InterruptedException {
		}

		@HeldFileLock(value = "impatient", waitTime = "10s")
		void declaresNothing() {
		}

	}

	static class PricesOfYesterday extends PricesOfToday {

		@HeldFileLock("prices")
		public void reload() {
		}

	}

	interface Loader<T> {

		String load(T id);

	}

	static class TextLoader implements Loader<String> {

		@Override
		@HeldFileLock(value = "loader", key = "#id")
		public String load(String id) {
			return LockContext.current().map((hold) -> hold.id().name()).orElse("no lock");
		}

	}

}

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

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.data.annotation.Id;
import org.springframework.data.map.repository.config.EnableMapRepositories;
import org.springframework.data.repository.CrudRepository;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.invoker.HttpExchangeAdapter;
import org.springframework.web.service.invoker.HttpRequestValues;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

import dev.latchkey.LockHold;
import dev.latchkey.contract.EventCallbacks;
import dev.latchkey.spring.LockContext;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans that have no class of the application, only an interface.
 */
class InterfaceProxyTests {

	private ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LatchkeyAutoConfiguration.class));

	@BeforeEach
	void useDirectory(@TempDir Path directory) {
		this.runner = this.runner.withPropertyValues("latchkey.directory=" + directory);
	}

	@Test
	void repositoriesAreLockedByTheNamesOfTheirArguments() {
		this.runner.withUserConfiguration(Repositories.class).run((context) -> {
			Items items = context.getBean(Items.class);
			assertThat(items.lockOf("7")).isEqualTo("items.7");
			assertThat(items.findById("8")).isEmpty();
			CrudRepository<Item, String> general = items;
			assertThat(general.findById("9")).isEmpty();
			assertThat(items.count()).isZero();
			assertThat(context.getBean(Acquired.class).names).containsExactly("items.7", "items.8", "items.9");
		});
	}

	@Test
	void httpInterfacesAreLockedByTheNamesOfTheirArguments() {
		this.runner.withUserConfiguration(Clients.class)
			.run((context) -> assertThat(context.getBean(Prices.class).load("7")).isEqualTo("prices.7"));
	}

	@Test
	void mistakesOnThemFailTheStart() {
		for (Class<?> mistake : List.of(MistakenRepositories.class, MistakenProxy.class, MistakenFactory.class)) {
			this.runner.withUserConfiguration(mistake)
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.isInstanceOf(LockDefinitionException.class)
					.hasMessageContaining("'#idd'")
					.hasMessageContaining("Mistaken")
					.hasMessageContaining("#id"));
		}
	}

	@Test
	void aFallbackIsAMethodOfTheInterface() {
		this.runner.withUserConfiguration(FallbackToItself.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(LockDefinitionException.class)
				.hasMessageContaining("is the same method"));
	}

	private static String lock() {
		return LockContext.current().map((hold) -> hold.id().name()).orElse("no lock");
	}

	record Item(@Id String id) {
	}

	interface Items extends CrudRepository<Item, String> {

		@Override
		@HeldFileLock(value = "items", key = "#id")
		Optional<Item> findById(String id);

		@HeldFileLock(value = "items", key = "#id")
		default String lockOf(String id) {
			return lock();
		}

	}

	interface MistakenItems extends CrudRepository<Item, String> {

		@HeldFileLock(value = "items", key = "#idd")
		default String lockOf(String id) {
			return lock();
		}

	}

	interface Prices {

		@GetExchange("/prices")
		@HeldFileLock(value = "prices", key = "#id")
		String load(@RequestParam String id);

	}

	interface MistakenPrices {

		@HeldFileLock(value = "prices", key = "#idd")
		String load(String id);

	}

	interface Loop {

		@HeldFileLock(value = "loop", fallback = "run")
		void run();

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMapRepositories(considerNestedRepositories = true,
			includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Items.class),
			excludeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = MistakenItems.class))
	@Import(Acquired.class)
	static class Repositories {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMapRepositories(considerNestedRepositories = true,
			excludeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Items.class))
	static class MistakenRepositories {

	}

	static class Acquired extends EventCallbacks {

		final List<String> names = new ArrayList<>();

		@Override
		public void acquired(LockHold hold) {
			this.names.add(hold.id().name());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Clients {

		@Bean
		Prices prices() {
			return HttpServiceProxyFactory.builderFor(new Lock()).build().createClient(Prices.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MistakenProxy {

		@Bean
		MistakenPrices prices() {
			return proxy(MistakenPrices.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FallbackToItself {

		@Bean
		Loop loop() {
			return proxy(Loop.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MistakenFactory {

		@Bean
		FactoryBean<MistakenPrices> prices() {
			return new Factory();
		}

	}

	static class Factory implements FactoryBean<MistakenPrices> {

		@Override
		public MistakenPrices getObject() {
			return proxy(MistakenPrices.class);
		}

		@Override
		public Class<?> getObjectType() {
			return MistakenPrices.class;
		}

	}

	private static <T> T proxy(Class<T> type) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> null));
	}

	/** Answers all requests with the lock that the calling thread holds. */
	static class Lock implements HttpExchangeAdapter {

		@Override
		public boolean supportsRequestAttributes() {
			return false;
		}

		@Override
		public void exchange(HttpRequestValues values) {
			throw new UnsupportedOperationException();
		}

		@Override
		public HttpHeaders exchangeForHeaders(HttpRequestValues values) {
			throw new UnsupportedOperationException();
		}

		@Override
		@SuppressWarnings("unchecked")
		public <T> @Nullable T exchangeForBody(HttpRequestValues values, ParameterizedTypeReference<T> type) {
			return (T) lock();
		}

		@Override
		public ResponseEntity<Void> exchangeForBodilessEntity(HttpRequestValues values) {
			throw new UnsupportedOperationException();
		}

		@Override
		public <T> ResponseEntity<T> exchangeForEntity(HttpRequestValues values, ParameterizedTypeReference<T> type) {
			throw new UnsupportedOperationException();
		}

	}

}

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

package dev.latchkey.spring;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import reactor.core.publisher.Mono;

import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Locks without Spring's transactions on the class path.
 */
class WithoutTransactionsTests {

	@Test
	@SuppressWarnings("unchecked")
	void locksNeedNoTransactions(@TempDir Path directory) throws Exception {
		URL[] urls = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.contains("spring-tx"))
			.map(WithoutTransactionsTests::url)
			.toArray(URL[]::new);
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
			Thread.currentThread().setContextClassLoader(loader);
			Function<String, String> application = (Function<String, String>) loader
				.loadClass(Application.class.getName())
				.getConstructor()
				.newInstance();
			assertThat(application.apply(directory.toString())).isEqualTo("no transactions, ran, ran, ran");
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}
	}

	private static URL url(String entry) {
		try {
			return Path.of(entry).toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Runs in the other class loader. */
	public static class Application implements Function<String, String> {

		@Override
		public String apply(String directory) {
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Context.class)
				.properties("latchkey.directory=" + directory, "spring.main.web-application-type=none",
						"spring.main.banner-mode=off")
				.run()) {
				Service service = context.getBean(Service.class);
				return (CallerTransaction.PRESENT ? "transactions, " : "no transactions, ") + service.plain() + ", "
						+ service.mono().block() + ", "
						+ context.getBean(LockTemplate.class)
							.executeAsync(LockRequest.of("stage"), () -> Mono.just("ran").toFuture())
							.join();
			}
		}

	}

	static class Service {

		@HeldFileLock("plain")
		public String plain() {
			return "ran";
		}

		@HeldFileLock("mono")
		public Mono<String> mono() {
			return Mono.just("ran");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ LatchkeyAutoConfiguration.class, Service.class })
	static class Context {

	}

}

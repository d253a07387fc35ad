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
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.WebApplicationContext;

import dev.latchkey.LockId;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockType;

import static org.assertj.core.api.Assertions.assertThat;

class LockProblemDetailsAutoConfigurationTests {

	private final WebApplicationContextRunner servlet = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class,
				HttpMessageConvertersAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
				WebMvcAutoConfiguration.class, LockProblemDetailsAutoConfiguration.class))
		.withUserConfiguration(Prices.class)
		.withPropertyValues("spring.mvc.problemdetails.enabled=true");

	private final ReactiveWebApplicationContextRunner reactive = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, CodecsAutoConfiguration.class,
				HttpHandlerAutoConfiguration.class, WebFluxAutoConfiguration.class,
				LockProblemDetailsAutoConfiguration.class))
		.withUserConfiguration(Prices.class)
		.withPropertyValues("spring.webflux.problemdetails.enabled=true");

	@Test
	void aBusyLockIs423WithoutAnythingOfTheServer() {
		this.servlet.run((context) -> {
			for (String path : List.of("/prices", "/later")) {
				MvcTestResult result = mvc(context).get().uri(path).exchange();
				assertThat(result).hasStatus(HttpStatus.LOCKED)
					.hasHeader(HttpHeaders.RETRY_AFTER, "1")
					.hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
				assertThat(result).bodyText()
					.contains("\"status\":423", "Try again later")
					.doesNotContain("locks", "held", "pid");
			}
		});
	}

	@Test
	void soItIsInWebFlux() {
		this.reactive.run((context) -> {
			for (String path : List.of("/prices", "/later")) {
				WebTestClient.bindToApplicationContext(context)
					.build()
					.get()
					.uri(path)
					.exchange()
					.expectStatus()
					.isEqualTo(HttpStatus.LOCKED)
					.expectHeader()
					.valueEquals(HttpHeaders.RETRY_AFTER, "1")
					.expectBody(String.class)
					.value((body) -> assertThat(body).contains("\"status\":423").doesNotContain("locks", "held"));
			}
		});
	}

	@Test
	void anAdviceOfTheApplicationComesFirst() {
		this.servlet.withUserConfiguration(Conflicts.class).run((context) -> {
			assertThat(context).hasSingleBean(LockTimeoutExceptionHandler.class);
			assertThat(mvc(context).get().uri("/prices")).hasStatus(HttpStatus.CONFLICT);
		});
	}

	@Test
	void withoutProblemDetailsThereIsNoHandler() {
		this.servlet.withPropertyValues("spring.mvc.problemdetails.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(LockTimeoutExceptionHandler.class));
		this.reactive.withPropertyValues("spring.webflux.problemdetails.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(LockTimeoutExceptionHandler.class));
	}

	private static MockMvcTester mvc(WebApplicationContext context) {
		return MockMvcTester.from(context);
	}

	@RestController
	static class Prices {

		@GetMapping("/prices")
		String refresh() {
			throw busy();
		}

		@GetMapping("/later")
		CompletableFuture<String> refreshLater() {
			return CompletableFuture.failedFuture(busy());
		}

		private static LockTimeoutException busy() {
			return new LockTimeoutException(new LockId(LockType.NAMED, "prices", Path.of("/srv/locks/prices.flock")),
					Duration.ofMillis(200), List.of());
		}

	}

	@RestControllerAdvice
	static class Conflicts {

		@ExceptionHandler(LockTimeoutException.class)
		@ResponseStatus(HttpStatus.CONFLICT)
		void busy() {
		}

	}

}

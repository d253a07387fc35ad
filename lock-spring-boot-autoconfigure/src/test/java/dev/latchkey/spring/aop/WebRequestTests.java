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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockHold;
import dev.latchkey.internal.parts.LatchkeyParts;
import dev.latchkey.spring.LockContext;
import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.LockName;
import dev.latchkey.spring.LockedFile;
import dev.latchkey.spring.OtherHolder;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.annotation.WhenBusy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.asyncDispatch;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.request;

/**
 * A controller's lock is held until its asynchronous result has ended: in a real server,
 * and in tests without one.
 */
class WebRequestTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	static Path directory;

	@SuppressWarnings("NullAway.Init")
	private static ConfigurableApplicationContext context;

	private static final LinkedBlockingQueue<Object> results = new LinkedBlockingQueue<>();

	private final HttpClient client = HttpClient.newHttpClient();

	@BeforeAll
	static void start() {
		context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.SERVLET)
			.properties(
					Map.of("server.port", "0", "latchkey.directory", directory.toString(), "latchkey.wait-time", "0"))
			.run();
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@AfterEach
	void nothingIsLeft() {
		await().until(() -> !isLocked());
		assertThat(results).isEmpty();
	}

	@Test
	void untilADeferredResultIsSet() throws Exception {
		CompletableFuture<HttpResponse<String>> response = send("/deferred");
		DeferredResult<String> result = take(DeferredResult.class);
		assertThat(isLocked()).isTrue();
		result.setResult("done");
		assertThat(response.get(20, TimeUnit.SECONDS).body()).isEqualTo("done");
		assertThat(isLocked()).as("locked when the client has the response").isFalse();
	}

	@Test
	void aDeferredResultIsLockedIfItsConditionIsTrue() throws Exception {
		for (boolean locked : new boolean[] { true, false }) {
			CompletableFuture<HttpResponse<String>> response = send("/conditional/" + locked);
			DeferredResult<String> result = take(DeferredResult.class);
			assertThat(isLocked()).isEqualTo(locked);
			result.setResult("done");
			assertThat(response.get(20, TimeUnit.SECONDS).body()).isEqualTo("done");
			assertThat(isLocked()).isFalse();
		}
	}

	@Test
	void untilADeferredResultFails() throws Exception {
		CompletableFuture<HttpResponse<String>> response = send("/deferred");
		DeferredResult<String> result = take(DeferredResult.class);
		assertThat(isLocked()).isTrue();
		result.setErrorResult(new IllegalStateException("failed"));
		assertThat(response.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(500);
		assertThat(isLocked()).isFalse();
	}

	@Test
	void untilADeferredResultTimesOut() throws Exception {
		HttpResponse<String> response = send("/short").get(20, TimeUnit.SECONDS);
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(take(DeferredResult.class).isSetOrExpired()).isTrue();
		assertThat(isLocked()).isFalse();
	}

	@Test
	void callbacksOfTheApplicationAreNotInTheWay() throws Exception {
		CompletableFuture<HttpResponse<String>> response = send("/deferred");
		DeferredResult<String> result = take(DeferredResult.class);
		CompletableFuture<Boolean> lockedAtTheEnd = new CompletableFuture<>();
		result.onCompletion(() -> lockedAtTheEnd.complete(isLocked()));
		result.setResult("done");
		assertThat(response.get(20, TimeUnit.SECONDS).body()).isEqualTo("done");
		assertThat(lockedAtTheEnd.get(20, TimeUnit.SECONDS)).isFalse();
	}

	@Test
	void untilAnEmitterIsComplete() throws Exception {
		for (String path : List.of("/emitter", "/events", "/entity")) {
			CompletableFuture<HttpResponse<String>> response = send(path);
			ResponseBodyEmitter emitter = take(ResponseBodyEmitter.class);
			emitter.send("one");
			assertThat(isLocked()).as(path).isTrue();
			emitter.complete();
			assertThat(response.get(20, TimeUnit.SECONDS).body()).as(path).contains("one");
			await().untilAsserted(() -> assertThat(isLocked()).as(path).isFalse());
		}
	}

	@Test
	void untilTheClientOfAnEmitterHasGone() throws Exception {
		CompletableFuture<HttpResponse<String>> response = send("/events");
		SseEmitter emitter = take(SseEmitter.class);
		emitter.send("one");
		assertThat(isLocked()).isTrue();
		response.cancel(true);
		await().untilAsserted(() -> {
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> emitter.send("x".repeat(10_000)));
			assertThat(isLocked()).isFalse();
		});
	}

	@Test
	void whatFailsOrGivesNothingIsLockedUntilItReturns() throws Exception {
		assertThat(send("/failing").get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(500);
		assertThat(isLocked()).isFalse();
		assertThat(send("/nothing").get(20, TimeUnit.SECONDS).body()).isEmpty();
		assertThat(isLocked()).isFalse();
	}

	@Test
	void aResultThatTheRequestDoesNotUseIsLockedUntilThatEnds() throws Exception {
		assertThat(send("/unused").get(20, TimeUnit.SECONDS).body()).isEqualTo("locked");
		assertThat(take(DeferredResult.class).hasResult()).isFalse();
		await().untilAsserted(() -> assertThat(isLocked()).isFalse());
	}

	@Test
	void aBusyLockMeansWhatTheAnnotationSays() throws Exception {
		Path file = context.getBean(LockDirectory.class).file(new LockName("web", null));
		try (LockHold other = OtherHolder.of(context.getBean(LatchkeyParts.class).named(), file)) {
			assertThat(send("/deferred").get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(500);
			assertThat(send("/skipping").get(20, TimeUnit.SECONDS).body()).isEmpty();
			assertThat(send("/replaced").get(20, TimeUnit.SECONDS).body()).isEqualTo("busy");
			assertThat(other.isHeld()).isTrue();
		}
	}

	@Test
	void outsideOfARequestNothingWouldTellTheEnd() {
		assertThatExceptionOfType(LatchkeyException.class).isThrownBy(() -> controller().deferred())
			.withMessageContaining("Controller.deferred ")
			.withMessageContaining("web request");
		assertThat(isLocked()).isFalse();
	}

	@Test
	void aTestWithoutAServerReleasesTheLockToo() throws Exception {
		MockMvc mvc = MockMvcBuilders.webAppContextSetup((WebApplicationContext) context).build();
		MvcResult started = mvc.perform(get("/deferred")).andExpect(request().asyncStarted()).andReturn();
		DeferredResult<String> result = take(DeferredResult.class);
		assertThat(isLocked()).isTrue();
		result.setResult("done");
		mvc.perform(asyncDispatch(started)).andExpect(content().string("done"));
		assertThat(isLocked()).isFalse();
	}

	@Test
	void aDeferredResultFailsThatIsSetToWorkThatIsNotDone() throws Exception {
		CompletableFuture<HttpResponse<String>> response = send("/vague");
		DeferredResult<Object> result = take(DeferredResult.class);
		StreamingResponseBody body = (output) -> output.write('x');
		result.setResult(ResponseEntity.ok(body));
		assertThat(response.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(500);
		assertThat(isLocked()).isFalse();
	}

	@Test
	void aDeferredResultOfAnythingIsPassedOn() throws Exception {
		CompletableFuture<HttpResponse<String>> response = send("/vague");
		DeferredResult<Object> result = take(DeferredResult.class);
		result.setResult(ResponseEntity.ok("done"));
		assertThat(response.get(20, TimeUnit.SECONDS).body()).isEqualTo("done");
	}

	private CompletableFuture<HttpResponse<String>> send(String path) {
		URI uri = URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path);
		return this.client.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
	}

	private static <T> T take(Class<? super T> type) throws InterruptedException {
		Object result = results.poll(20, TimeUnit.SECONDS);
		assertThat(result).isInstanceOf(type);
		@SuppressWarnings("unchecked")
		T typed = (T) result;
		return typed;
	}

	private static Controller controller() {
		return context.getBean(Controller.class);
	}

	private static boolean isLocked() {
		return LockedFile.isLocked(context.getBean(LockDirectory.class).file(new LockName("web", null)));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Controller controller(Service service) {
			return new Controller(service);
		}

		@Bean
		Service service() {
			return new Service();
		}

	}

	static class Service {

		@HeldFileLock("web")
		DeferredResult<String> start() {
			return new DeferredResult<>();
		}

	}

	@RestController
	static class Controller {

		private final Service service;

		Controller(Service service) {
			this.service = service;
		}

		@GetMapping("/deferred")
		@HeldFileLock("web")
		DeferredResult<String> deferred() {
			return added(new DeferredResult<>());
		}

		@GetMapping("/conditional/{locked}")
		@HeldFileLock(value = "web", condition = "#locked")
		DeferredResult<String> conditional(@PathVariable boolean locked) {
			return added(new DeferredResult<>());
		}

		@GetMapping("/vague")
		@HeldFileLock("web")
		DeferredResult<ResponseEntity<?>> vague() {
			return added(new DeferredResult<>());
		}

		@GetMapping("/short")
		@HeldFileLock("web")
		DeferredResult<String> expiring() {
			return added(new DeferredResult<>(50L));
		}

		@GetMapping("/emitter")
		@HeldFileLock("web")
		ResponseBodyEmitter emitter() {
			return added(new ResponseBodyEmitter());
		}

		@GetMapping("/events")
		@HeldFileLock("web")
		SseEmitter events() {
			return added(new SseEmitter());
		}

		@GetMapping("/entity")
		@HeldFileLock("web")
		ResponseEntity<SseEmitter> entity() {
			return ResponseEntity.ok(added(new SseEmitter()));
		}

		@GetMapping("/failing")
		@HeldFileLock("web")
		DeferredResult<String> failing() {
			throw new UncheckedIOException(new IOException("failed"));
		}

		@GetMapping("/nothing")
		@HeldFileLock("web")
		@Nullable DeferredResult<String> nothing() {
			return null;
		}

		@GetMapping("/unused")
		String unused() {
			added(this.service.start());
			return isLocked() ? "locked" : "free";
		}

		@GetMapping("/skipping")
		@HeldFileLock(value = "web", whenBusy = WhenBusy.SKIP)
		@Nullable DeferredResult<String> skipping() {
			return added(new DeferredResult<>());
		}

		@GetMapping("/replaced")
		@HeldFileLock(value = "web", fallback = "busy")
		DeferredResult<String> replaced() {
			return added(new DeferredResult<>());
		}

		DeferredResult<String> busy() {
			assertThat(LockContext.current()).isEmpty();
			DeferredResult<String> result = new DeferredResult<>();
			result.setResult("busy");
			return result;
		}

		private static <T> T added(T result) {
			results.add(result);
			return result;
		}

	}

}

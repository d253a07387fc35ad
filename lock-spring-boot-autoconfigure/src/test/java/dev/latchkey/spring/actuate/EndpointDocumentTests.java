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

package dev.latchkey.spring.actuate;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.latchkey.claim.ClaimHold;
import dev.latchkey.claim.Claims;
import dev.latchkey.keyed.MutationSerializer;
import dev.latchkey.order.LockTiers;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.LockTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Holds the endpoint's answer to the document in the guide: each field that is there, and
 * the type of its value.
 */
class EndpointDocumentTests {

	private static final Path PAGE = Path.of("../docs/guide/who-holds-it.md");

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	private final CountDownLatch end = new CountDownLatch(1);

	@Test
	void theAnswerHasTheFieldsOfTheGuide() throws Exception {
		try (ConfigurableApplicationContext context = start();
				ClaimHold claim = context.getBean(Claims.class)
					.claim("leader", "{\"port\":8081}".getBytes(StandardCharsets.UTF_8))
					.tryAcquire()
					.orElseThrow()) {
			Files.createDirectory(this.directory.resolve("locks/in-the-way.held"));
			assertThat(context.getBean(LockTiers.class).violations()).isZero();
			MutationSerializer serializer = context.getBean(MutationSerializer.class);
			CompletableFuture<Boolean> first = serializer.serialize("customer-7", this::awaitEnd);
			CompletableFuture<Boolean> second = serializer.serialize("customer-7", this::awaitEnd);
			CountDownLatch bothHold = new CountDownLatch(2);
			LockTemplate template = context.getBean(LockTemplate.class);
			Thread one = holdAndWait(template, request("catalog"), request("invoices").key("7"), bothHold);
			Thread two = holdAndWait(template, request("invoices").key("7"), request("catalog"), bothHold);
			await().until(() -> answer(context).at("/deadlocks").size() == 1
					&& answer(context).at("/daemon/heartbeatAt").isString());
			assertThat(fields(answer(context))).isEqualTo(fields(documented()));
			this.end.countDown();
			one.interrupt();
			one.join();
			two.join();
			assertThat(first.get() && second.get() && claim.isHeld()).isTrue();
		}
	}

	private static LockRequest request(String name) {
		return LockRequest.of(name).callSite("com.example.Billing.run").waitTime(Duration.ofMinutes(1));
	}

	private boolean awaitEnd() throws InterruptedException {
		this.end.await();
		return true;
	}

	private static Thread holdAndWait(LockTemplate template, LockRequest held, LockRequest wanted,
			CountDownLatch bothHold) {
		Thread thread = new Thread(() -> template.executeWithoutResult(held, () -> {
			bothHold.countDown();
			try {
				bothHold.await();
				template.executeWithoutResult(wanted, () -> {
				});
			}
			catch (Exception ex) {
				// The test has ended.
			}
		}));
		thread.start();
		return thread;
	}

	private static JsonNode documented() throws Exception {
		String page = Files.readString(PAGE);
		int begin = page.indexOf("```json") + "```json".length();
		return new JsonMapper().readTree(page.substring(begin, page.indexOf("```", begin)));
	}

	private static JsonNode answer(ConfigurableApplicationContext context) throws Exception {
		URI uri = URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port")
				+ "/actuator/locks?stacks=true");
		return new JsonMapper().readTree(
				HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body());
	}

	private static Set<String> fields(JsonNode node) {
		Set<String> fields = new TreeSet<>();
		collect("", node, fields);
		return fields;
	}

	private static void collect(String path, JsonNode node, Set<String> fields) {
		if (node.isObject()) {
			node.propertyNames().forEach((name) -> collect(path + "/" + name, node.path(name), fields));
		}
		else if (node.isArray()) {
			node.forEach((element) -> collect(path + "[]", element, fields));
		}
		else {
			fields.add(path + ": " + node.getNodeType());
		}
	}

	private ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.SERVLET)
			.properties(Map.of("server.port", "0", "management.endpoints.web.exposure.include", "locks",
					"latchkey.directory", this.directory.resolve("locks").toString(), "latchkey.daemon.pid-file",
					this.directory.resolve("app.pid").toString(), "management.endpoint.locks.show-values", "always"))
			.run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}

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

package dev.latchkey.sample.board;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.latchkey.sample.SampleApplication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The board's stream and who may use the application, without a browser.
 */
class BoardStreamTests {

	/** One that leaves is missed a few seconds later. */
	private static final Duration LONG = Duration.ofSeconds(30);

	@TempDir
	@SuppressWarnings("NullAway.Init")
	static Path directory;

	@SuppressWarnings("NullAway.Init")
	private static ConfigurableApplicationContext context;

	private final HttpClient client = HttpClient.newHttpClient();

	private final List<InputStream> streams = new ArrayList<>();

	@BeforeAll
	static void start() {
		context = application();
	}

	private static ConfigurableApplicationContext application() {
		return SpringApplication.run(SampleApplication.class, "--server.port=0", "--sample.workspace=" + directory,
				"--sample.sync-interval=1h", "--sample.remote-latency=1ms");
	}

	@AfterEach
	void leave() throws Exception {
		for (InputStream stream : this.streams) {
			stream.close();
		}
	}

	@AfterAll
	static void end() {
		context.close();
	}

	@Test
	void theLocksAreLookedAtOnlyWhileSomebodyWatches() throws Exception {
		Watchers watchers = context.getBean(Watchers.class);
		await().atMost(LONG).until(() -> !watchers.isLooking());
		BufferedReader stream = open();
		assertThat(message(stream).at("/board/processes/0/role").stringValue()).isEqualTo("self");
		assertThat(watchers.isLooking()).isTrue();
		stream.close();
		await().atMost(LONG).until(() -> !watchers.isLooking());
	}

	@Test
	void whoComesBackSoonFindsTheHistory() throws Exception {
		BufferedReader first = open();
		long since = message(first).at("/board/since").longValue();
		first.close();
		assertThat(message(open()).at("/board/since").longValue()).isEqualTo(since);
	}

	@Test
	void oneThatNeverReadsIsNoHarmToOthersAndTooManyAreRefused() throws Exception {
		HttpResponse<InputStream> response = request(context, "/board/stream");
		while (response.statusCode() == 200) {
			this.streams.add(response.body());
			assertThat(this.streams).hasSizeLessThanOrEqualTo(Watchers.LIMIT);
			response = request(context, "/board/stream");
		}
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(message(new BufferedReader(new InputStreamReader(this.streams.get(0), StandardCharsets.UTF_8))))
			.isNotEmpty();
	}

	@Test
	void theApplicationStopsAtOnceAlsoIfSomebodyWatches() throws Exception {
		try (ConfigurableApplicationContext other = application()) {
			BufferedReader stream = open(other);
			assertThat(message(stream)).isNotEmpty();
			assertThat(CompletableFuture.runAsync(other::close)).as("the web server waits longer for a request")
				.succeedsWithin(Duration.ofSeconds(20));
			await().until(() -> isOver(stream));
		}
	}

	/** A server that stops may cut a stream off in the middle. */
	private static boolean isOver(BufferedReader stream) {
		try {
			return stream.readLine() == null;
		}
		catch (IOException ex) {
			return true;
		}
	}

	@Test
	void thePageMayLoadNothingFromElsewhere() throws Exception {
		HttpResponse<InputStream> page = request(context, "/");
		assertThat(page.headers().firstValue("Content-Security-Policy")).hasValue(PageHeaders.POLICY);
		assertThat(new String(page.body().readAllBytes(), StandardCharsets.UTF_8)).contains("board/board.js")
			.doesNotContain("http:", "https:");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/board/board.js", "/board/stream", "/events", "/packs", "/leader", "/actuator",
			"/actuator/locks", "/actuator/health", "/nowhere" })
	void aNameThatLeadsHereIsRefusedOnEveryPath(String path) throws Exception {
		assertThat(answer("GET", path, "rebound.example.org", Map.of())).startsWith("HTTP/1.1 403")
			.contains("as localhost")
			.doesNotContain("workspace");
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST /sync", "POST /board/sync", "POST /board/rivals", "DELETE /actuator/locks/workspace",
			"POST /nowhere" })
	void aPageOfAnotherSiteChangesNothingOnAnyPath(String request) throws Exception {
		String method = request.substring(0, request.indexOf(' '));
		String path = request.substring(request.indexOf(' ') + 1);
		assertThat(answer(method, path, host(), Map.of("Origin", "http://example.org"))).startsWith("HTTP/1.1 403")
			.contains("Only a page of this application");
		assertThat(answer(method, path, host(), Map.of("Sec-Fetch-Site", "cross-site", "X-Board", "true")))
			.startsWith("HTTP/1.1 403");
		assertThat(context.getBean(Rivals.class).alive()).isEmpty();
	}

	@Test
	void aPageOfAnotherSiteMayLeadHereAndLoadNothing() throws Exception {
		assertThat(answer("GET", "/", host(), Map.of("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate")))
			.startsWith("HTTP/1.1 200");
		assertThat(answer("GET", "/actuator/locks", host(),
				Map.of("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors")))
			.startsWith("HTTP/1.1 403");
	}

	/** The HTTP client of the JDK sends no other Host. */
	private static String answer(String method, String path, String host, Map<String, String> headers)
			throws IOException {
		StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
		headers.forEach((name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
		request.append("Connection: close\r\nContent-Length: 0\r\n\r\n");
		try (Socket socket = new Socket("localhost", port(context))) {
			socket.setSoTimeout(10_000);
			socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private static String host() {
		return "localhost:" + port(context);
	}

	private static int port(ConfigurableApplicationContext application) {
		return application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	private BufferedReader open() throws Exception {
		return open(context);
	}

	private BufferedReader open(ConfigurableApplicationContext application) throws Exception {
		HttpResponse<InputStream> response = request(application, "/board/stream");
		assertThat(response.statusCode()).isEqualTo(200);
		this.streams.add(response.body());
		return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
	}

	private HttpResponse<InputStream> request(ConfigurableApplicationContext application, String path)
			throws Exception {
		return this.client.send(HttpRequest.newBuilder(uri(application, path)).build(), BodyHandlers.ofInputStream());
	}

	private static URI uri(ConfigurableApplicationContext application, String path) {
		return URI.create("http://localhost:" + port(application) + path);
	}

	private static JsonNode message(BufferedReader stream) throws IOException {
		String line = stream.readLine();
		while (!line.startsWith("data:")) {
			line = stream.readLine();
		}
		return new JsonMapper().readTree(line.substring("data:".length()));
	}

}

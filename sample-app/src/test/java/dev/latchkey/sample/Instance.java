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

package dev.latchkey.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

import dev.latchkey.process.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample application in a JVM of its own, on a port of its own.
 */
public final class Instance implements AutoCloseable {

	private static final JsonMapper json = new JsonMapper();

	private final HttpClient client = HttpClient.newHttpClient();

	private final ForkedJvm jvm;

	private final String port;

	public Instance(ForkedJvm jvm) {
		this.jvm = jvm;
		this.port = jvm.answer();
	}

	/** Start an instance, whose schedule does not get in the way of the test. */
	static Instance start(Path workspace, String remoteLatency) {
		return new Instance(fork(workspace, remoteLatency, Map.of()));
	}

	/** Start an instance with further properties, which need not come up. */
	public static ForkedJvm fork(Path workspace, String remoteLatency, Map<String, String> further) {
		Map<String, String> properties = new HashMap<>();
		properties.put("server.port", "0");
		properties.put("sample.workspace", workspace.toString());
		properties.put("sample.remote-latency", remoteLatency);
		properties.put("sample.sync-interval", "1h");
		properties.putAll(further);
		return ForkedJvm.start(properties, Main.class);
	}

	public long pid() {
		return this.jvm.pid();
	}

	public String port() {
		return this.port;
	}

	/**
	 * Ask for a sync; the result is its events, or a failure if the instance was killed.
	 */
	CompletableFuture<List<Long>> sync() {
		HttpRequest request = HttpRequest.newBuilder(uri("/sync"))
			.header("X-Board", "true")
			.POST(BodyPublishers.noBody())
			.build();
		return this.client.sendAsync(request, BodyHandlers.ofString())
			.thenApply(
					(response) -> parse(response).valueStream().map((event) -> event.get("seq").longValue()).toList());
	}

	public JsonNode get(String path) {
		return parse(send(HttpRequest.newBuilder(uri(path))));
	}

	/** Do as the board's buttons do. */
	public HttpResponse<String> press(String path) {
		return send(HttpRequest.newBuilder(uri(path)).header("X-Board", "true").POST(BodyPublishers.noBody()));
	}

	private HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return this.client.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

	/**
	 * Watches the board, as an open page does.
	 * @return returns what the board shows now
	 */
	public Supplier<JsonNode> watchBoard() {
		AtomicReference<JsonNode> board = new AtomicReference<>(MissingNode.getInstance());
		CompletableFuture<Void> unused = this.client
			.sendAsync(HttpRequest.newBuilder(uri("/board/stream")).build(), BodyHandlers.ofLines())
			.thenAccept((response) -> response.body()
				.filter((line) -> line.startsWith("data:"))
				.forEach((line) -> board.set(json.readTree(line.substring("data:".length())).path("board"))));
		return board::get;
	}

	/**
	 * Ask the endpoint for the workspace lock.
	 * @param pointer which of its lists to look into
	 * @return the entry, or a missing node
	 */
	JsonNode workspaceLock(String pointer) {
		return get("/actuator/locks").at(pointer)
			.valueStream()
			.filter((lock) -> lock.get("name").stringValue().equals(Workspace.LOCK))
			.findFirst()
			.orElseGet(MissingNode::getInstance);
	}

	/** Ask for the leader; a missing node if the instance knows none. */
	JsonNode leader() {
		try {
			return get("/leader");
		}
		catch (IllegalStateException ex) {
			assertThat(ex).hasMessageStartingWith("404");
			return MissingNode.getInstance();
		}
	}

	boolean isDescribedBy(JsonNode leader) {
		return leader.path("pid").asLong(0) == pid() && leader.path("port").asString("").equals(this.port);
	}

	private URI uri(String path) {
		return URI.create("http://localhost:" + this.port + path);
	}

	private static JsonNode parse(HttpResponse<String> response) {
		if (response.statusCode() != 200) {
			throw new IllegalStateException(response.statusCode() + ": " + response.body());
		}
		return json.readTree(response.body());
	}

	public void kill() {
		this.jvm.kill();
	}

	@Override
	public void close() {
		this.jvm.close();
	}

	/** The application, which answers its port. */
	static class Main extends SampleApplication {

		public static void main(String... arguments) {
			SpringApplication.run(Main.class, arguments);
		}

		@EventListener
		void started(WebServerInitializedEvent event) {
			ForkedJvm.reply(String.valueOf(event.getWebServer().getPort()));
		}

	}

}

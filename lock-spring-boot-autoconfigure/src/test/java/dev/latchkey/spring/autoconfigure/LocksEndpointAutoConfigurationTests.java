package dev.latchkey.spring.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.latchkey.LockLedger;
import dev.latchkey.claim.Claim;
import dev.latchkey.claim.ClaimDirectory;
import dev.latchkey.file.LockRuntime;
import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.LockTemplate;
import dev.latchkey.spring.actuate.LocksEndpoint;
import dev.latchkey.spring.actuate.LocksEndpointWebExtension;

import static org.assertj.core.api.Assertions.assertThat;

class LocksEndpointAutoConfigurationTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	private ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(LatchkeyAutoConfiguration.class, LocksEndpointAutoConfiguration.class));

	@BeforeEach
	void useDirectory() {
		this.runner = this.runner.withPropertyValues("latchkey.directory=" + this.directory.resolve("locks"));
	}

	@Test
	void theEndpointIsThereIfExposed() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=locks")
			.run((context) -> assertThat(context).hasSingleBean(LocksEndpoint.class)
				.hasSingleBean(LocksEndpointWebExtension.class));
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(LocksEndpoint.class));
	}

	@Test
	void onJmxThereIsNoWebExtension() {
		this.runner.withPropertyValues("management.endpoints.jmx.exposure.include=locks", "spring.jmx.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(LocksEndpoint.class)
				.doesNotHaveBean(LocksEndpointWebExtension.class));
	}

	@Test
	void accessCanBeTakenAway() {
		this.runner
			.withPropertyValues("management.endpoints.web.exposure.include=locks",
					"management.endpoint.locks.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(LocksEndpoint.class));
	}

	@Test
	void withoutLocksThereIsNoEndpoint() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=locks", "latchkey.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LocksEndpoint.class));
	}

	@Test
	void theEndpointBacksOff() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=locks")
			.withBean("mine", LocksEndpoint.class,
					() -> new LocksEndpoint(LockRuntime.builder().build(), new LockLedger(),
							new LockDirectory(LockRuntime.builder().build(), this.directory.resolve("mine")),
							ClaimDirectory.open(this.directory.resolve("mine")), Show.NEVER))
			.run((context) -> assertThat(context.getBean(LocksEndpoint.class)).isSameAs(context.getBean("mine")));
	}

	@Test
	void claimsInOtherDirectoriesDoNotHideThoseOfTheLockDirectory() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=locks")
			.withBean("one", ClaimDirectory.class, () -> ClaimDirectory.open(this.directory.resolve("one")))
			.withBean("two", ClaimDirectory.class, () -> ClaimDirectory.open(this.directory.resolve("two")))
			.run((context) -> {
				try (ClaimDirectory claims = ClaimDirectory.open(this.directory.resolve("locks"));
						Claim claim = claims.tryAcquire("leader", new byte[0]).orElseThrow()) {
					assertThat(context.getBean(LocksEndpoint.class).locks().directory().locks()).singleElement()
						.satisfies((lock) -> assertThat(lock.state()).isEqualTo("held"));
					assertThat(claim.isHeld()).isTrue();
				}
			});
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void theAnswerIsJson(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type)) {
			context.getBean(LockTemplate.class).executeWithoutResult(LockRequest.of("catalog").key("7"), () -> {
				JsonNode answer = json(get(context));
				assertThat(new TreeSet<>(answer.propertyNames())).containsExactly("directory", "held", "process",
						"waiting");
				assertThat(new TreeSet<>(answer.at("/process").propertyNames())).containsExactly("command", "pid",
						"startedAt");
				assertThat(new TreeSet<>(answer.at("/held/0").propertyNames())).containsExactly("fencingToken", "key",
						"kind", "name", "path", "since");
				assertThat(answer.at("/held/0/since").stringValue()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
				assertThat(answer.at("/held/0/key").stringValue()).isEqualTo("******");
				assertThat(new TreeSet<>(answer.at("/directory").propertyNames())).containsExactly("locks", "path");
				assertThat(new TreeSet<>(answer.at("/directory/locks/0").propertyNames())).containsExactly("key",
						"kind", "name", "owners", "state");
				assertThat(new TreeSet<>(answer.at("/directory/locks/0/owners/0").propertyNames()))
					.containsExactly("command", "confidence", "pid", "startedAt");
				assertThat(answer.at("/directory/locks/0/owners/0/pid").longValue())
					.isEqualTo(ProcessHandle.current().pid());
				assertThat(answer.at("/directory/locks/0/owners/0/command").stringValue()).endsWith("/java");
			});
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void valuesAreShownIfSoConfigured(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, "--management.endpoint.locks.show-values=always")) {
			context.getBean(LockTemplate.class).executeWithoutResult(LockRequest.of("catalog").key("7"), () -> {
				JsonNode answer = json(get(context));
				assertThat(answer.at("/held/0/key").stringValue()).isEqualTo("7");
				assertThat(answer.at("/process/command").stringValue()).contains("/java ");
			});
		}
		try (ConfigurableApplicationContext context = start(type,
				"--management.endpoint.locks.show-values=when-authorized")) {
			assertThat(json(get(context)).at("/process/command").stringValue()).endsWith("/java");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void theEndpointOnlyReads(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type)) {
			assertThat(send(HttpRequest.newBuilder(uri(context)).POST(BodyPublishers.noBody())).statusCode())
				.isEqualTo(405);
			assertThat(send(HttpRequest.newBuilder(uri(context)).DELETE()).statusCode()).isEqualTo(405);
		}
	}

	private ConfigurableApplicationContext start(WebApplicationType type, String... arguments) {
		return new SpringApplicationBuilder(Application.class).web(type)
			.properties(Map.of("server.port", "0", "management.endpoints.web.exposure.include", "locks",
					"latchkey.directory", this.directory.resolve("locks").toString()))
			.run(arguments);
	}

	private static String get(ConfigurableApplicationContext context) throws Exception {
		HttpResponse<String> response = send(HttpRequest.newBuilder(uri(context)));
		assertThat(response.statusCode()).isEqualTo(200);
		return response.body();
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
		return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
	}

	private static URI uri(ConfigurableApplicationContext context) {
		return URI.create(
				"http://localhost:" + context.getEnvironment().getProperty("local.server.port") + "/actuator/locks");
	}

	private static JsonNode json(String text) {
		return new JsonMapper().readTree(text);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}

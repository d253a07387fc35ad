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

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.management.MBeanParameterInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockType;
import dev.latchkey.claim.ClaimHold;
import dev.latchkey.claim.Claims;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.claim.ClaimDirectory;
import dev.latchkey.process.Heartbeats;
import dev.latchkey.process.OtherHolder;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.LockTemplate;
import dev.latchkey.spring.actuate.LockBeans;
import dev.latchkey.spring.actuate.LockBreaker;
import dev.latchkey.spring.actuate.LocksEndpoint;
import dev.latchkey.spring.actuate.LocksEndpointWebExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LocksEndpointAutoConfigurationTests {

	private static final String SHOW = "--management.endpoint.locks.show-values=always";

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	private ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LatchkeyAutoConfiguration.class, LockTiersAutoConfiguration.class,
				MutationSerializerAutoConfiguration.class, PackLocksAutoConfiguration.class,
				LocksEndpointAutoConfiguration.class));

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
	void jmxHasTheSameOperations() throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties(Map.of("spring.jmx.enabled", "true", "management.endpoints.jmx.exposure.include", "locks",
					"spring.jmx.default-domain", "latchkey.test", "management.endpoints.jmx.domain", "latchkey.test",
					"management.endpoint.locks.access", "unrestricted", "latchkey.directory",
					this.directory.resolve("locks").toString()))
			.run()) {
			MBeanServer server = ManagementFactory.getPlatformMBeanServer();
			ObjectName name = new ObjectName("latchkey.test:type=Endpoint,name=Locks");
			context.getBean(LockTemplate.class).executeWithoutResult(LockRequest.of("catalog").key("7"), () -> {
				assertThat(invoke(server, name, "locks", "catalog", null, null, null, null, null))
					.extracting("directory.total")
					.isEqualTo(1);
				assertThat(invoke(server, name, "lock", "catalog,7", null, null)).extracting("state").isEqualTo("held");
				assertThat(invoke(server, name, "breakLock", "catalog,7", null, "test")).extracting("broken")
					.isEqualTo(false);
			});
		}
	}

	private static Object invoke(MBeanServer server, ObjectName name, String operation, @Nullable Object... arguments)
			throws Exception {
		MBeanParameterInfo[] parameters = Arrays.stream(server.getMBeanInfo(name).getOperations())
			.filter((candidate) -> candidate.getName().equals(operation))
			.findFirst()
			.orElseThrow()
			.getSignature();
		return server.invoke(name, operation, arguments,
				Arrays.stream(parameters).map(MBeanParameterInfo::getType).toArray(String[]::new));
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
			.withUserConfiguration(OwnEndpoint.class)
			.run((context) -> assertThat(context.getBean(LocksEndpoint.class)).isInstanceOf(MyEndpoint.class));
	}

	@Test
	void claimsInOtherDirectoriesDoNotHideThoseOfTheLockDirectory() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=locks")
			.withBean("one", ClaimDirectory.class,
					() -> ClaimDirectory.open(this.directory.resolve("one"), LockRuntime.builder().build()))
			.withBean("two", ClaimDirectory.class,
					() -> ClaimDirectory.open(this.directory.resolve("two"), LockRuntime.builder().build()))
			.run((context) -> {
				try (ClaimDirectory claims = ClaimDirectory.open(this.directory.resolve("locks"),
						LockRuntime.builder().build());
						ClaimHold claim = claims.claim("leader", new byte[0]).tryAcquire().orElseThrow()) {
					assertThat(context.getBean(LocksEndpoint.class).locks().directory().locks()).singleElement()
						.satisfies((lock) -> assertThat(lock.state()).isEqualTo("held"));
					assertThat(claim.isHeld()).isTrue();
				}
			});
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

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void locksAreFilteredAndPaged(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, SHOW)) {
			LockTemplate template = context.getBean(LockTemplate.class);
			template.executeWithoutResult(LockRequest.of("catalog").key("7"),
					() -> template.executeWithoutResult(LockRequest.of("catalog").key("8"),
							() -> template.executeWithoutResult(LockRequest.of("orders"), () -> {
								assertThat(names(context, "")).containsExactly("catalog/7", "catalog/8", "orders/");
								assertThat(names(context, "?name=catalog")).containsExactly("catalog/7", "catalog/8");
								assertThat(names(context, "?offset=1&limit=1")).containsExactly("catalog/8");
								assertThat(names(context, "?state=HELD&limit=1")).containsExactly("catalog/7");
								assertThat(names(context, "?state=stalled")).isEmpty();
								assertThat(names(context, "?type=claim")).isEmpty();
								assertThat(names(context, "?type=named")).hasSize(3);
								assertThat(names(context, "?type=held-file")).isEmpty();
								JsonNode page = json(get(context, "?name=catalog&limit=1"));
								assertThat(page.at("/directory/total").intValue()).isEqualTo(2);
								assertThat(page.at("/held")).hasSize(2);
							})));
			assertThat(status(context, "?type=nonsense")).isEqualTo(400);
			assertThat(status(context, "?state=nonsense")).isEqualTo(400);
			assertThat(status(context, "?limit=-1")).isEqualTo(400);
			assertThat(status(context, "?limit=many")).isEqualTo(400);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void oneLockIsFoundByItsNameAndKey(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, SHOW);
				ClaimHold claim = context.getBean(Claims.class)
					.claim("a/b", "me".getBytes(StandardCharsets.UTF_8))
					.tryAcquire()
					.orElseThrow()) {
			context.getBean(LockTemplate.class).executeWithoutResult(LockRequest.of("catalog").key("7/8"), () -> {
				JsonNode lock = json(get(context, "/catalog/7/8"));
				assertThat(lock.at("/state").stringValue()).isEqualTo("held");
				assertThat(lock.at("/key").stringValue()).isEqualTo("7/8");
				assertThat(json(get(context, "/catalog?key=7%2F8")).at("/state").stringValue()).isEqualTo("held");
				assertThat(status(context, "/catalog?key=7%2F%2F8")).isEqualTo(404);
				assertThat(status(context, "/catalog?key=")).isEqualTo(404);
				assertThat(status(context, "/catalog/9")).isEqualTo(404);
				assertThat(status(context, "/catalog")).isEqualTo(404);
				assertThat(json(get(context, "/a/b?type=claim")).at("/content").stringValue()).isEqualTo("me");
				assertThat(status(context, "/catalog?type=pack")).isEqualTo(400);
			});
			assertThat(claim.isHeld()).isTrue();
			assertThat(status(context, "/catalog/7/8")).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void aLockIsBrokenOnlyWhereThatIsAllowedAndOnlyIfItIsLeft(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, SHOW,
				"--management.endpoint.locks.access=unrestricted")) {
			Path left = this.directory.resolve("locks/left.held");
			Files.writeString(left, "17 00000000-0000-0000-0000-000000000000 2026-01-01T00:00:00.000Z\n");
			assertThat(delete(context, "/left.held?type=held-file&reason=test").statusCode()).isEqualTo(409);
			Files.setLastModifiedTime(left, FileTime.from(Instant.now().minusSeconds(3600)));
			assertThat(delete(context, "/left.held?type=held-file").statusCode()).isEqualTo(400);
			assertThat(delete(context, "/left.held?type=held-file&reason=%20").statusCode()).isEqualTo(400);
			assertThat(delete(context, "/left.held?type=claim&reason=test").statusCode()).isEqualTo(400);
			HttpResponse<String> broken = delete(context, "/left.held?type=held-file&reason=nobody%20comes");
			assertThat(broken.statusCode()).isEqualTo(200);
			assertThat(json(broken.body()).at("/broken").booleanValue()).isTrue();
			assertThat(json(broken.body()).at("/lock/state").stringValue()).isEqualTo("stale");
			assertThat(left).doesNotExist();
			assertThat(delete(context, "/left?type=held-file&reason=test").statusCode()).isEqualTo(400);
			assertThat(delete(context, "/left.held/x?type=held-file&reason=test").statusCode()).isEqualTo(400);
			assertThat(delete(context, "/left.held?type=held-file&reason=again").statusCode()).isEqualTo(404);
			Files.createSymbolicLink(this.directory.resolve("locks/link.held"), Path.of("/nowhere"));
			assertThat(delete(context, "/link.held?type=held-file&reason=test").statusCode()).isEqualTo(409);
			context.getBean(LockTemplate.class).executeWithoutResult(LockRequest.of("catalog"), () -> {
				HttpResponse<String> refused = delete(context, "/catalog?reason=test");
				assertThat(refused.statusCode()).isEqualTo(409);
				assertThat(json(refused.body()).at("/reason").stringValue()).contains("end that process");
			});
			assertThat(context.getBean(Audit.class).events).singleElement().satisfies((event) -> {
				assertThat(event.getType()).isEqualTo(LockBreaker.AUDIT_EVENT);
				assertThat(event.getData()).containsEntry("reason", "nobody comes")
					.containsEntry("path", left.toString());
			});
		}
	}

	@Test
	void aStalledHolderLosesItsLockToAnOperatorOnlyAndFindsOut() throws Exception {
		try (ConfigurableApplicationContext context = start(WebApplicationType.SERVLET, SHOW,
				"--management.endpoint.locks.access=unrestricted", "--latchkey.wait-time=0");
				OtherHolder holder = OtherHolder.of(LockType.NAMED, this.directory.resolve("locks"))) {
			holder.stop();
			Heartbeats.age(this.directory.resolve("locks/job.flock"), Duration.ofSeconds(31));
			assertThat(json(get(context, "/job")).at("/state").stringValue()).isEqualTo("stalled");
			LockTemplate template = context.getBean(LockTemplate.class);
			assertThatExceptionOfType(LockTimeoutException.class)
				.isThrownBy(() -> template.executeWithoutResult(LockRequest.of("job"), () -> {
				}));
			JsonNode broken = json(delete(context, "/job?reason=frozen").body());
			assertThat(broken.at("/lock/holders/0/pid").longValue()).isEqualTo(holder.pid());
			assertThat(broken.at("/broken").booleanValue()).isTrue();
			template.executeWithoutResult(LockRequest.of("job"), () -> {
				holder.resume();
				assertThat(holder.isHolding()).isFalse();
				holder.release();
				assertThat(json(get(context, "/job")).at("/holders/0/pid").longValue())
					.isEqualTo(ProcessHandle.current().pid());
			});
		}
	}

	private static List<String> names(ConfigurableApplicationContext context, String query) throws Exception {
		List<String> names = new ArrayList<>();
		json(get(context, query)).at("/directory/locks")
			.forEach((lock) -> names.add(lock.at("/name").stringValue() + "/" + lock.at("/key").asString()));
		return names;
	}

	private ConfigurableApplicationContext start(WebApplicationType type, String... arguments) {
		return new SpringApplicationBuilder(Application.class).web(type)
			.properties(Map.of("server.port", "0", "management.endpoints.web.exposure.include", "locks",
					"latchkey.directory", this.directory.resolve("locks").toString()))
			.run(arguments);
	}

	private static String get(ConfigurableApplicationContext context) throws Exception {
		return get(context, "");
	}

	private static int status(ConfigurableApplicationContext context, String path) throws Exception {
		return send(HttpRequest.newBuilder(uri(context, path))).statusCode();
	}

	private static HttpResponse<String> delete(ConfigurableApplicationContext context, String path) throws Exception {
		return send(HttpRequest.newBuilder(uri(context, path)).DELETE());
	}

	private static String get(ConfigurableApplicationContext context, String path) throws Exception {
		HttpResponse<String> response = send(HttpRequest.newBuilder(uri(context, path)));
		assertThat(response.statusCode()).isEqualTo(200);
		return response.body();
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
		return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
	}

	private static URI uri(ConfigurableApplicationContext context) {
		return uri(context, "");
	}

	private static URI uri(ConfigurableApplicationContext context, String path) {
		return URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port")
				+ "/actuator/locks" + path);
	}

	private static JsonNode json(String text) {
		return new JsonMapper().readTree(text);
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnEndpoint {

		@Bean
		MyEndpoint myEndpoint(LockBeans beans, LockBreaker breaker) {
			return new MyEndpoint(beans, breaker);
		}

	}

	static class MyEndpoint extends LocksEndpoint {

		MyEndpoint(LockBeans beans, LockBreaker breaker) {
			super(beans, breaker, Show.NEVER);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Audit audit() {
			return new Audit();
		}

	}

	static class Audit {

		final List<AuditEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void add(AuditApplicationEvent event) {
			this.events.add(event.getAuditEvent());
		}

	}

}

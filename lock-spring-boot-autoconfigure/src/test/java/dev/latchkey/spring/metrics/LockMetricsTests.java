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

package dev.latchkey.spring.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.latchkey.Deadlock;
import dev.latchkey.LockEvent;
import dev.latchkey.LockHold;
import dev.latchkey.LockOrderException;
import dev.latchkey.LockTier;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockType;
import dev.latchkey.internal.named.NamedLock;
import dev.latchkey.internal.parts.LatchkeyParts;
import dev.latchkey.order.Enforcement;
import dev.latchkey.order.LockTiers;
import dev.latchkey.process.OtherHolder;
import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.LockTemplate;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.annotation.WhenBusy;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;
import dev.latchkey.spring.autoconfigure.LockMetricsAutoConfiguration;
import dev.latchkey.spring.autoconfigure.LockObservationAutoConfiguration;
import dev.latchkey.spring.autoconfigure.MutationSerializerAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LockMetricsTests {

	@TempDir
	Path directory;

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(LatchkeyAutoConfiguration.class, MutationSerializerAutoConfiguration.class,
							LockMetricsAutoConfiguration.class, LockObservationAutoConfiguration.class))
			.withPropertyValues("latchkey.directory=" + this.directory.resolve("locks"));
	}

	@Test
	void whatIsHeldIsAGaugeAndATimeoutIsCountedByNameWithoutItsKey() {
		runner().withBean(MeterRegistry.class, SimpleMeterRegistry::new).run((context) -> {
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			context.getBean(LockMetrics.class).bindTo(meters);
			try (LockHold hold = context.getBean(LatchkeyParts.class).named().lock("job").tryAcquire().orElseThrow()) {
				assertThat(hold.isHeld()).isTrue();
				assertThat(meters.get("latchkey.locks.held").gauge().value()).isOne();
			}
			assertThat(meters.get("latchkey.locks.held").gauge().value()).isZero();
			assertThat(meters.get("latchkey.locks.waiting").gauge().value()).isZero();
			try (OtherHolder other = OtherHolder.of(LockType.NAMED, context.getBean(LockDirectory.class).path())) {
				assertThat(other.isHolding()).isTrue();
				assertThatExceptionOfType(LockTimeoutException.class)
					.isThrownBy(() -> context.getBean(LockTemplate.class)
						.execute(LockRequest.of("job").waitTime(Duration.ZERO), () -> "done"));
			}
			assertThat(meters.get("latchkey.locks.timeouts").tags("type", "named", "name", "job").counter().count())
				.isOne();
		});
	}

	@Test
	void requestsAreCountedByTheirOutcomeFromZeroOn() {
		runner().withBean(MeterRegistry.class, SimpleMeterRegistry::new).withBean(Jobs.class).run((context) -> {
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(requests(meters, "job"))
				.isEqualTo(Map.of("acquired", 0.0, "timed-out", 0.0, "skipped", 0.0, "fallback", 0.0, "unlocked", 0.0));
			Jobs jobs = context.getBean(Jobs.class);
			LockTemplate template = context.getBean(LockTemplate.class);
			LockRequest request = LockRequest.of("job").waitTime(Duration.ZERO);
			jobs.run("key");
			try (OtherHolder other = OtherHolder.of(LockType.NAMED, context.getBean(LockDirectory.class).path())) {
				assertThat(other.isHolding()).isTrue();
				boolean ran = template.executeWithoutResult(request.whenBusy(WhenBusy.SKIP), () -> {
				});
				assertThat(ran).isFalse();
				String answer = template.execute(request, () -> "body", () -> "fallback");
				assertThat(answer).isEqualTo("fallback");
				for (int i = 0; i < 2; i++) {
					assertThatExceptionOfType(LockTimeoutException.class)
						.isThrownBy(() -> template.execute(request, () -> "done"));
				}
			}
			assertThat(requests(meters, "job"))
				.isEqualTo(Map.of("acquired", 1.0, "timed-out", 2.0, "skipped", 1.0, "fallback", 1.0, "unlocked", 0.0));
		});
	}

	private static Map<String, Double> requests(MeterRegistry meters, String name) {
		return meters.find("latchkey.locks.requests")
			.tags("type", "named", "name", name)
			.counters()
			.stream()
			.collect(Collectors.toMap((counter) -> String.valueOf(counter.getId().getTag("outcome")), Counter::count));
	}

	static class Jobs {

		@HeldFileLock(value = "job", key = "#key", whenBusy = WhenBusy.SKIP)
		public void run(String key) {
			assertThat(key).isNotEmpty();
		}

	}

	@Test
	void keysAreNoTags() {
		runner().withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean(ObservationRegistry.class, TestObservationRegistry::create)
			.run((context) -> {
				String done = context.getBean(LockTemplate.class)
					.execute(LockRequest.of("customer").key("secret"), () -> "done");
				assertThat(done).isEqualTo("done");
				TestObservationRegistry observations = (TestObservationRegistry) context
					.getBean(ObservationRegistry.class);
				TestObservationRegistryAssert.assertThat(observations)
					.hasObservationWithNameEqualTo("latchkey.lock.hold")
					.that()
					.hasBeenStarted()
					.hasBeenStopped()
					.hasLowCardinalityKeyValue("type", "named")
					.hasLowCardinalityKeyValue("name", "customer")
					.hasContextualNameEqualTo("latchkey.lock.hold customer");
				assertThat(context.getBean(MeterRegistry.class).getMeters().toString()).doesNotContain("secret");
			});
	}

	@Test
	void allMetersAndObservationsAreInTheGuide() {
		runner().withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean(ObservationRegistry.class, TestObservationRegistry::create)
			.run((context) -> {
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				context.getBeansOfType(MeterBinder.class).values().forEach((binder) -> binder.bindTo(meters));
				LockMetrics metrics = context.getBean(LockMetrics.class);
				NamedLock job = context.getBean(LatchkeyParts.class).named().lock("job");
				try (LockHold hold = job.tryAcquire().orElseThrow()) {
					metrics.onEvent(new LockEvent.TimedOut(hold.id(), Duration.ZERO));
					metrics.onEvent(new LockEvent.Lost(hold, "test"));
					metrics.onEvent(new LockEvent.Stalled(hold.id(), List.of()));
					metrics.onEvent(new LockEvent.TakenOver(hold.id(), hold.holder()));
					metrics.onEvent(new LockEvent.DeadlockStarted(new Deadlock(List.of())));
				}
				context.getBean(LockRequestMetrics.class).acquired(job.id());
				LockTiers tiers = new LockTiers(Enforcement.FAIL, List.of(metrics));
				assertThatExceptionOfType(LockOrderException.class).isThrownBy(
						() -> tiers.run(LockTier.BACKEND, "outer", () -> tiers.run(LockTier.PER_PACK, "inner", () -> {
						})));
				List<String> rows = meters.getMeters().stream().map(LockMetricsTests::row).sorted().toList();
				assertThat(rows).isEqualTo(rowsOfTheGuide("latchkey.locks."));
				assertThat(rowsOfTheGuide("latchkey.lock.")).containsExactlyInAnyOrder(
						"| `" + LockObservations.WAIT + "` | `name`, `type` |",
						"| `" + LockObservations.HOLD + "` | `name`, `type` |");
			});
	}

	private static String row(Meter meter) {
		String tags = meter.getId()
			.getTags()
			.stream()
			.map((tag) -> "`" + tag.getKey() + "`")
			.collect(Collectors.joining(", "));
		return "| `" + meter.getId().getName() + "` | " + meter.getId().getType().name().toLowerCase(Locale.ROOT)
				+ " | " + tags + (tags.isEmpty() ? "|" : " |");
	}

	private static List<String> rowsOfTheGuide(String prefix) throws IOException {
		return Files.readAllLines(Path.of("../docs/guide/metrics.md"))
			.stream()
			.filter((line) -> line.startsWith("| `" + prefix))
			.map((line) -> line.substring(0, line.lastIndexOf('|', line.length() - 2) + 1))
			.sorted()
			.toList();
	}

	@Test
	void withoutRegistriesOrMicrometerThereIsNothing() {
		runner().run((context) -> assertThat(context).doesNotHaveBean(LockMetrics.class)
			.doesNotHaveBean(LockObservations.class));
		runner().withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(LockTemplate.class));
		runner().withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues("latchkey.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(LockMetrics.class));
	}

}

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

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;
import dev.latchkey.spring.autoconfigure.LockObservationAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is the parent of what: the caller of the hold, and the hold of the guarded work.
 */
class LockObservationTests {

	private static final String HOLD = "latchkey.lock.hold";

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	private final ObservationRegistry registry = ObservationRegistry.create();

	/** The name of the parent of each observation that was started. */
	private final Map<String, String> parents = new ConcurrentHashMap<>();

	LockObservationTests() {
		this.registry.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {

			@Override
			public void onStart(Observation.Context context) {
				LockObservationTests.this.parents.put(String.valueOf(context.getName()),
						(context.getParentObservation() != null)
								? String.valueOf(context.getParentObservation().getContextView().getName()) : "none");
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
	}

	@Test
	void ofAMethodThatReturnsWhenItsWorkIsDone() {
		run((work) -> observed("caller", () -> work.plain()));
		assertThat(this.parents).containsEntry(HOLD, "caller").containsEntry("work", HOLD);
		assertThat(this.registry.getCurrentObservation()).isNull();
	}

	@Test
	void ofAFuture() {
		run((work) -> observed("caller", () -> assertThat(work.future().join()).isEqualTo("done")));
		assertThat(this.parents).containsEntry(HOLD, "caller").containsEntry("work", HOLD);
		assertThat(this.registry.getCurrentObservation()).isNull();
	}

	@Test
	void ofAMonoWhoseSubscriberHasAnObservation() {
		Observation caller = Observation.start("caller", this.registry);
		run((work) -> assertThat(
				work.mono().contextWrite((context) -> context.put("micrometer.observation", caller)).block())
			.isEqualTo(HOLD));
		assertThat(this.parents).containsEntry(HOLD, "caller").containsEntry("work", HOLD);
	}

	@Test
	void ofAMonoThatIsSubscribedToByAThread() {
		run((work) -> observed("caller", () -> assertThat(work.mono().block()).isEqualTo(HOLD)));
		assertThat(this.parents).containsEntry(HOLD, "caller").containsEntry("work", HOLD);
	}

	@Test
	void ofAFlux() {
		Observation caller = Observation.start("caller", this.registry);
		run((work) -> assertThat(work.flux()
			.contextWrite((context) -> context.put("micrometer.observation", caller))
			.collectList()
			.block()).containsExactly(HOLD, "end"));
		assertThat(this.parents).containsEntry(HOLD, "caller").containsEntry("work", HOLD);
	}

	@Test
	void aGlobalConventionCountsAndABeanComesFirst() {
		this.registry.observationConfig().observationConvention(new Global());
		run(Work::plain);
		assertThat(this.parents).containsKey("global");
		runner().withBean(LockObservationConvention.class, () -> new DefaultLockObservationConvention() {

			@Override
			public String getName() {
				return "bean";
			}

		}).run((context) -> context.getBean(Work.class).plain());
		assertThat(this.parents).containsKey("bean");
	}

	private void observed(String name, Runnable work) {
		Observation.createNotStarted(name, this.registry).observe(work);
	}

	private void run(Consumer<Work> use) {
		runner().run((AssertableApplicationContext context) -> use.accept(context.getBean(Work.class)));
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(LatchkeyAutoConfiguration.class, LockObservationAutoConfiguration.class))
			.withBean(ObservationRegistry.class, () -> this.registry)
			.withBean(Work.class)
			.withPropertyValues("latchkey.directory=" + this.directory.resolve("locks"));
	}

	static class Global implements GlobalObservationConvention<LockObservationContext> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof LockObservationContext;
		}

		@Override
		public String getName() {
			return "global";
		}

		@Override
		public KeyValues getLowCardinalityKeyValues(LockObservationContext context) {
			return KeyValues.of("lock", context.lock().name());
		}

	}

	static class Work {

		private final ObservationRegistry registry;

		Work(ObservationRegistry registry) {
			this.registry = registry;
		}

		@HeldFileLock("job")
		public void plain() {
			work();
		}

		@HeldFileLock("job")
		public CompletableFuture<String> future() {
			work();
			return CompletableFuture.completedFuture("done");
		}

		@HeldFileLock("job")
		public Mono<String> mono() {
			return Mono.deferContextual((context) -> {
				work();
				Observation observation = context.get("micrometer.observation");
				return Mono.just(String.valueOf(observation.getContext().getName()));
			});
		}

		@HeldFileLock("job")
		public Flux<String> flux() {
			return Flux.concat(mono(), Mono.just("end"));
		}

		private void work() {
			Observation.createNotStarted("work", this.registry).observe(() -> {
			});
		}

	}

}

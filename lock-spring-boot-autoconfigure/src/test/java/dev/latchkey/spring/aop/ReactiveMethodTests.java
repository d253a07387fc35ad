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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockHold;
import dev.latchkey.LockLostException;
import dev.latchkey.LockReentryException;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.internal.acquire.ActiveLocks;
import dev.latchkey.internal.parts.LatchkeyParts;
import dev.latchkey.spring.LockContext;
import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.LockName;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.LockTemplate;
import dev.latchkey.spring.OtherHolder;
import dev.latchkey.spring.ReactiveLockTemplate;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.annotation.PackLock;
import dev.latchkey.spring.annotation.WhenBusy;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;
import dev.latchkey.spring.autoconfigure.PackLocksAutoConfiguration;

import static dev.latchkey.spring.LockedFile.isLocked;
import static dev.latchkey.spring.LockedFile.locked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Methods whose work begins when what they return is subscribed to.
 */
class ReactiveMethodTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LatchkeyAutoConfiguration.class, PackLocksAutoConfiguration.class))
		.withBean(Publishers.class);

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@BeforeEach
	void useDirectory() {
		this.runner = this.runner.withPropertyValues("latchkey.directory=" + this.directory);
	}

	@Test
	void nothingHappensBeforeSubscription() {
		run((context) -> {
			Publishers publishers = publishers(context);
			Mono<String> mono = publishers.mono(Mono.just("done"));
			assertThat(publishers.calls()).isEqualTo(0);
			assertThat(file(context)).isNot(locked());
			assertThat(mono.block(LIMIT)).isEqualTo("done");
			assertThat(mono.block(LIMIT)).isEqualTo("done");
			assertThat(publishers.calls()).as("once for each subscription").isEqualTo(2);
		});
	}

	@Test
	void theLockIsHeldUntilTheMonoEnds() {
		run((context) -> {
			Sinks.One<String> work = Sinks.one();
			Mono<Boolean> released = publishers(context).mono(work.asMono()).map((value) -> !isLocked(file(context)));
			Sinks.One<Boolean> result = Sinks.one();
			Disposable unused = released.subscribe(result::tryEmitValue);
			await().until(() -> isLocked(file(context)));
			await().until(() -> work.currentSubscriberCount() == 1);
			work.tryEmitValue("done").orThrow();
			assertThat(result.asMono().block(LIMIT)).as("released when the value arrives").isTrue();
		});
	}

	@Test
	void theLockIsHeldUntilTheFluxEnds() {
		run((context) -> {
			Flux<Boolean> held = publishers(context).flux(Flux.range(0, 3)).map((value) -> isLocked(file(context)));
			assertThat(held.collectList().block(LIMIT)).containsExactly(true, true, true);
			assertThat(file(context)).isNot(locked());
		});
	}

	@Test
	void aFailureReleasesAndIsPassedOn() {
		run((context) -> {
			assertThatIllegalStateException().isThrownBy(
					() -> publishers(context).mono(Mono.error(new IllegalStateException("on purpose"))).block(LIMIT))
				.withMessage("on purpose");
			assertThat(file(context)).isNot(locked());
			assertThat(publishers(context).flux(Flux.error(new IOException("checked")))
				.map(String::valueOf)
				.onErrorResume(IOException.class, (ex) -> Mono.just("an IOException"))
				.blockLast(LIMIT)).isEqualTo("an IOException");
			assertThat(publishers(context).failing()
				.onErrorResume(IOException.class, (ex) -> Mono.just("an IOException"))
				.block(LIMIT)).isEqualTo("an IOException");
			assertThat(file(context)).isNot(locked());
		});
	}

	@Test
	void cancellingReleases() {
		run((context) -> {
			Sinks.One<String> work = Sinks.one();
			Disposable subscription = publishers(context).mono(work.asMono()).subscribe();
			await().until(() -> work.currentSubscriberCount() == 1);
			subscription.dispose();
			await().untilAsserted(() -> assertThat(file(context)).isNot(locked()));
			assertThat(work.currentSubscriberCount()).isZero();
			assertThat(publishers(context).flux(Flux.range(0, 1000)).blockFirst(LIMIT)).isZero();
			await().untilAsserted(() -> assertThat(file(context)).isNot(locked()));
		});
	}

	@Test
	void aWaitingSubscriptionBlocksNobodyAndCanBeCancelled() {
		run((context) -> {
			ActiveLocks activeLocks = context.getBean(ActiveLocks.class);
			try (LockHold other = OtherHolder.of(context.getBean(LatchkeyParts.class).named(), file(context))) {
				Mono<String> mono = publishers(context).mono(Mono.just("done"));
				// A thread that must not block would throw if it did.
				Disposable first = Mono.fromCallable(() -> mono.subscribe())
					.subscribeOn(Schedulers.parallel())
					.block(LIMIT);
				await().until(() -> activeLocks.waits().size() == 1);
				assertThat(first).isNotNull();
				if (first != null) {
					first.dispose();
				}
				await().until(() -> activeLocks.waits().isEmpty());
				assertThat(other.isHeld()).isTrue();
			}
			assertThat(publishers(context).calls()).as("the method was not called").isEqualTo(0);
			assertThat(publishers(context).mono(Mono.just("done")).block(LIMIT)).isEqualTo("done");
		});
	}

	@Test
	void aLossEndsTheSubscription() {
		run((context) -> {
			assertThatExceptionOfType(LockLostException.class)
				.isThrownBy(() -> publishers(context).mono(Mono.fromCallable(() -> lose(context))).block(LIMIT));
			Mono<String> losing = Mono.fromCallable(() -> lose(context))
				.then(Mono.error(new IllegalStateException("on purpose")));
			assertThatIllegalStateException().isThrownBy(() -> publishers(context).mono(losing).block(LIMIT))
				.satisfies((ex) -> assertThat(ex.getSuppressed()).hasAtLeastOneElementOfType(LockLostException.class));
		});
	}

	@Test
	void theSameSubscriptionJoins() {
		run((context) -> {
			Publishers publishers = publishers(context);
			Mono<Boolean> same = publishers.outer(() -> publishers.mono(Mono.just("inner"))
				.publishOn(Schedulers.parallel())
				.flatMap((value) -> publishers.flux(Flux.just(1)).next())
				.flatMap((value) -> ReactiveLockTemplate.current())
				.map(LockHold::isHeld));
			assertThat(same.block(LIMIT)).isTrue();
			// The inner flux is cancelled after its first value has gone all the way.
			await().untilAsserted(() -> assertThat(file(context)).isNot(locked()));
		});
	}

	@Test
	void aThreadThatHoldsTheLockIsJoinedByItsSubscriptions() {
		run((context) -> {
			LockTemplate template = context.getBean(LockTemplate.class);
			Sinks.One<String> work = Sinks.one();
			Sinks.One<String> result = Sinks.one();
			template.executeWithoutResult(LockRequest.of("reactive"), () -> {
				assertThat(publishers(context).mono(Mono.just("at once")).block(LIMIT)).isEqualTo("at once");
				Disposable unused = publishers(context).mono(work.asMono()).subscribe(result::tryEmitValue);
			});
			assertThat(file(context)).as("the subscription has it still").is(locked());
			work.tryEmitValue("later").orThrow();
			assertThat(result.asMono().block(LIMIT)).isEqualTo("later");
			assertThat(file(context)).isNot(locked());
		});
	}

	@Test
	void aPackIsNotJoined(@TempDir Path pack) {
		run((context) -> {
			Publishers publishers = publishers(context);
			assertThat(publishers.pack(pack, () -> Mono.just("done")).block(LIMIT)).isEqualTo("done");
			assertThatExceptionOfType(LockReentryException.class).isThrownBy(
					() -> publishers.pack(pack, () -> publishers.pack(pack, () -> Mono.just("inner"))).block(LIMIT));
		});
	}

	@Test
	void busyFailsSkipsOrFallsBack() {
		this.runner.withPropertyValues("latchkey.wait-time=20ms").run((context) -> {
			Publishers publishers = publishers(context);
			try (LockHold other = OtherHolder.of(context.getBean(LatchkeyParts.class).named(), file(context))) {
				assertThatExceptionOfType(LockTimeoutException.class)
					.isThrownBy(() -> publishers.mono(Mono.just("done")).block(LIMIT))
					.withMessageContaining("pid " + other.holder().pid());
				assertThat(publishers.skipping().collectList().block(LIMIT)).isEmpty();
				assertThat(publishers.fallingBack("7").block(LIMIT)).isEqualTo("later: 7");
				assertThat(publishers.unlocked().block(LIMIT)).isEqualTo("no lock");
			}
		});
	}

	@Test
	void aPublisherFailsThatEmitsWorkThatIsNotDone() {
		run((context) -> {
			Publishers publishers = publishers(context);
			assertThatExceptionOfType(LatchkeyException.class)
				.isThrownBy(() -> publishers.vague(Mono.just(Mono.just("later"))).block(LIMIT))
				.withMessageContaining("$Publishers.vague ");
			assertThatExceptionOfType(LatchkeyException.class)
				.isThrownBy(() -> publishers.vagueMany(Flux.just("done", Stream.of("later"))).blockLast(LIMIT))
				.withMessageContaining("$Publishers.vagueMany ");
			assertThat(publishers.vague(Mono.just("done")).block(LIMIT)).isEqualTo("done");
			assertThat(file(context)).isNot(locked());
		});
	}

	@Test
	void theMethodSeesTheHoldOfItsThread() {
		run((context) -> assertThat(publishers(context).sees().block(LIMIT)).isEqualTo("reactive"));
	}

	@Test
	void withoutReactorThereIsNoReactiveTemplate() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LatchkeyAutoConfiguration.class, PackLocksAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("reactor", "org.reactivestreams"))
			.withPropertyValues("latchkey.directory=" + this.directory);
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(ReactiveLockTemplate.class)
			.hasSingleBean(LockTemplate.class));
	}

	private static String lose(AssertableApplicationContext context) throws IOException {
		Files.delete(file(context));
		return "lost";
	}

	private void run(ContextConsumer<AssertableApplicationContext> test) {
		this.runner.withPropertyValues("latchkey.wait-time=30s").run(test);
	}

	private static Publishers publishers(AssertableApplicationContext context) {
		return context.getBean(Publishers.class);
	}

	private static Path file(AssertableApplicationContext context) {
		return context.getBean(LockDirectory.class).file(new LockName("reactive", null));
	}

	static class Publishers {

		private final AtomicInteger calls = new AtomicInteger();

		public int calls() {
			return this.calls.get();
		}

		@HeldFileLock("reactive")
		public Mono<String> mono(Mono<String> work) {
			this.calls.incrementAndGet();
			return work;
		}

		@HeldFileLock("reactive")
		public Flux<Integer> flux(Flux<Integer> work) {
			return work;
		}

		@HeldFileLock("reactive")
		public Mono<Object> vague(Mono<Object> work) {
			return work;
		}

		@HeldFileLock("reactive")
		public Flux<?> vagueMany(Flux<?> work) {
			return work;
		}

		@HeldFileLock("reactive")
		public Mono<String> failing() throws IOException {
			throw new IOException("on purpose");
		}

		@HeldFileLock("reactive")
		public <T> Mono<T> outer(Supplier<Mono<T>> work) {
			return work.get();
		}

		@PackLock("#pack")
		public Mono<String> pack(Path pack, Supplier<Mono<String>> work) {
			return Mono.defer(work);
		}

		@HeldFileLock(value = "reactive", whenBusy = WhenBusy.SKIP)
		public Flux<String> skipping() {
			throw new AssertionError("must not run");
		}

		@HeldFileLock(value = "reactive", fallback = "later")
		public Mono<String> fallingBack(String id) {
			throw new AssertionError("must not run");
		}

		Mono<String> later(String id) {
			return Mono.just("later: " + id);
		}

		@HeldFileLock(value = "reactive", whenBusy = WhenBusy.RUN_UNLOCKED)
		public Mono<String> unlocked() {
			return Mono.just(LockContext.current().isPresent() ? "lock" : "no lock");
		}

		@HeldFileLock("reactive")
		public Mono<String> sees() {
			return Mono.just(LockContext.current().map((hold) -> hold.id().name()).orElse("no lock"));
		}

	}

}

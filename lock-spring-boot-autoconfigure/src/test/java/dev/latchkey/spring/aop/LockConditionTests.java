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

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.core.annotation.AliasFor;
import org.springframework.web.context.request.async.DeferredResult;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockHold;
import dev.latchkey.LockReentryException;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.internal.parts.LatchkeyParts;
import dev.latchkey.spring.LockContext;
import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.LockName;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.LockTemplate;
import dev.latchkey.spring.OpenScopes;
import dev.latchkey.spring.OtherHolder;
import dev.latchkey.spring.ReactiveLockTemplate;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.annotation.PackLock;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;
import dev.latchkey.spring.autoconfigure.PackLocksAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A call whose condition is false runs as if its lock were not there.
 */
class LockConditionTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final String NONE = "none";

	private ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LatchkeyAutoConfiguration.class, PackLocksAutoConfiguration.class))
		.withBean(Guarded.class);

	@BeforeEach
	void useDirectory(@TempDir Path directory) {
		this.runner = this.runner.withPropertyValues("latchkey.directory=" + directory, "latchkey.wait-time=0",
				"job.locked=#locked");
	}

	@Test
	void aPlainCallIsLockedOrNot() {
		whileBusy((guarded) -> {
			assertThat(guarded.plain(false)).isEqualTo(NONE);
			assertThatExceptionOfType(LockTimeoutException.class).isThrownBy(() -> guarded.plain(true));
			assertThat(guarded.composed(false)).isEqualTo(NONE);
			assertThatExceptionOfType(LockTimeoutException.class).isThrownBy(() -> guarded.composed(true));
			assertThatExceptionOfType(LockTimeoutException.class).isThrownBy(guarded::always);
			assertThat(guarded.calls()).isEqualTo(2);
		});
		run((context) -> assertThat(guarded(context).plain(true)).isEqualTo("job"));
	}

	@Test
	void aStageIsLockedOrNot() {
		whileBusy((guarded) -> {
			assertThat(guarded.stage(false)).isCompletedWithValue(NONE);
			assertThat(guarded.stage(true)).failsWithin(LIMIT)
				.withThrowableThat()
				.withCauseInstanceOf(LockTimeoutException.class);
			assertThat(guarded.calls()).isEqualTo(1);
		});
		run((context) -> assertThat(guarded(context).stage(true)).succeedsWithin(LIMIT).isEqualTo("job"));
	}

	@Test
	void aSubscriptionIsLockedOrNot() {
		whileBusy((guarded) -> {
			assertThat(guarded.mono(false).block(LIMIT)).isEqualTo(NONE);
			assertThatExceptionOfType(LockTimeoutException.class).isThrownBy(() -> guarded.mono(true).block(LIMIT));
			assertThat(guarded.flux(false).collectList().block(LIMIT)).containsExactly(NONE, NONE);
			assertThatExceptionOfType(LockTimeoutException.class).isThrownBy(() -> guarded.flux(true).blockLast(LIMIT));
			assertThat(guarded.calls()).isEqualTo(2);
		});
		run((context) -> {
			assertThat(guarded(context).mono(true).block(LIMIT)).isEqualTo("job");
			assertThat(guarded(context).flux(true).collectList().block(LIMIT)).containsExactly("job", "job");
		});
	}

	@Test
	void aDeferredResultWithoutALockNeedsNoWebRequest() {
		whileBusy((guarded) -> {
			assertThat(guarded.deferred(false).getResult()).isEqualTo(NONE);
			assertThatExceptionOfType(LatchkeyException.class).isThrownBy(() -> guarded.deferred(true))
				.withMessageContaining("web request");
		});
	}

	@Test
	void withoutALockAResultMayBeDoneLater() {
		run((context) -> {
			assertThat(guarded(context).vague(false)).isInstanceOf(Stream.class);
			assertThatExceptionOfType(LatchkeyException.class).isThrownBy(() -> guarded(context).vague(true));
			assertThat(guarded(context).vagueStage(false)).succeedsWithin(LIMIT).isInstanceOf(Stream.class);
			assertThat(guarded(context).vagueStage(true)).failsWithin(LIMIT);
			assertThat(guarded(context).vagueMono(false).block(LIMIT)).isInstanceOf(Stream.class);
			assertThatExceptionOfType(LatchkeyException.class)
				.isThrownBy(() -> guarded(context).vagueMono(true).block(LIMIT));
		});
	}

	@Test
	void aCallWithoutItsLockIsInTheScopeAroundIt() {
		run((context) -> {
			Guarded guarded = guarded(context);
			LockTemplate template = context.getBean(LockTemplate.class);
			template.executeWithoutResult(LockRequest.of("outer"), () -> {
				LockHold outer = LockContext.current().orElseThrow();
				assertThat(guarded.plain(false)).isEqualTo("outer");
				assertThat(guarded.stage(false)).isCompletedWithValue("outer");
				assertThat(guarded.mono(false).block(LIMIT)).isEqualTo("outer");
				assertThat(guarded.plain(true)).isEqualTo("job");
				assertThat(LockContext.current()).containsSame(outer);
				assertThat(outer.isHeld()).isTrue();
			});
			assertThat(guarded.plain(false)).isEqualTo(NONE);
			assertThat(context.getBean(ReactiveLockTemplate.class)
				.execute(LockRequest.of("outer"), () -> guarded.mono(false))
				.block(LIMIT)).isEqualTo("outer");
		});
	}

	@Test
	void aCallWithoutItsLockDoesNotJoinNorRelease() {
		run((context) -> {
			LockTemplate template = context.getBean(LockTemplate.class);
			LockRequest request = LockRequest.of("job");
			CompletableFuture<String> work = new CompletableFuture<>();
			for (boolean locked : new boolean[] { false, true }) {
				template.executeWithoutResult(request, () -> {
					LockHold outer = LockContext.current().orElseThrow();
					assertThat(guarded(context).pending(work, locked)).isNotDone();
					assertThat(LockContext.current()).containsSame(outer);
					assertThat(outer.isHeld()).isTrue();
				});
				assertThat(template.isHeld(request)).as("a stage that has joined keeps the lock").isEqualTo(locked);
			}
			work.complete("done");
			assertThat(template.isHeld(request)).isFalse();
		});
	}

	@Test
	void eachLockHasItsOwnCondition() {
		run((context) -> {
			Guarded guarded = guarded(context);
			assertThat(guarded.two(true, true)).isEqualTo("first second");
			assertThat(guarded.two(true, false)).isEqualTo("first -");
			assertThat(guarded.two(false, true)).isEqualTo("- second");
			assertThat(guarded.two(false, false)).isEqualTo("- -");
			assertThat(guarded.twoOfStage(false, true)).succeedsWithin(LIMIT).isEqualTo("- second");
			assertThat(guarded.twoOfMono(true, false).block(LIMIT)).isEqualTo("first -");
		});
	}

	@Test
	void aPathAndAPackHaveConditions(@TempDir Path pack) {
		run((context) -> {
			Guarded guarded = guarded(context);
			Path file = pack.resolve("my.lock");
			assertThat(guarded.path(file, true)).isEqualTo(file.toString());
			assertThat(guarded.path(file, false)).isEqualTo(NONE);
			context.getBean(LockTemplate.class).executeWithoutResult(LockRequest.ofPack(pack), () -> {
				assertThat(guarded.pack(pack, false)).isTrue();
				assertThatExceptionOfType(LockReentryException.class).isThrownBy(() -> guarded.pack(pack, true));
			});
		});
	}

	@Test
	void theKeyOfACallWithoutItsLockIsNotAsked() {
		run((context) -> {
			assertThat(guarded(context).keyed(null)).isEqualTo(NONE);
			assertThat(guarded(context).keyed("7")).isEqualTo("job.7");
		});
	}

	@Test
	void aConditionThatGivesNoBooleanIsRefusedAndNamesMethodAndExpression() {
		run((context) -> {
			Guarded guarded = guarded(context);
			for (Object value : new Object[] { "true", 1 }) {
				assertThatExceptionOfType(LatchkeyException.class).isThrownBy(() -> guarded.object(value))
					.withMessageContaining("condition '#locked' of the lock 'job' on " + Guarded.class.getName()
							+ ".object is a " + value.getClass().getName());
			}
			assertThatExceptionOfType(LatchkeyException.class).isThrownBy(() -> guarded.object(null))
				.withMessageContaining("is null for these arguments");
			assertThat(guarded.objectOfStage("true")).isCompletedExceptionally();
			Mono<String> mono = guarded.objectOfMono("true");
			assertThatExceptionOfType(LatchkeyException.class).isThrownBy(() -> mono.block(LIMIT))
				.withMessageContaining("objectOfMono");
			assertThat(guarded.calls()).isZero();
			assertThat(guarded.object(true)).isEqualTo("job");
			assertThat(guarded.object(false)).isEqualTo(NONE);
		});
	}

	private void run(ContextConsumer<AssertableApplicationContext> test) {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			test.accept(context);
			assertThat(OpenScopes.files()).isEmpty();
		});
	}

	/** Another thread has the lock meanwhile. */
	private void whileBusy(GuardedTest test) {
		run((context) -> {
			Path file = context.getBean(LockDirectory.class).file(new LockName("job", null));
			try (LockHold other = OtherHolder.of(context.getBean(LatchkeyParts.class).named(), file)) {
				test.accept(guarded(context));
				assertThat(other.isHeld()).isTrue();
			}
		});
	}

	private static Guarded guarded(AssertableApplicationContext context) {
		return context.getBean(Guarded.class);
	}

	private interface GuardedTest {

		void accept(Guarded guarded) throws Exception;

	}

	@Retention(RetentionPolicy.RUNTIME)
	@HeldFileLock("job")
	@interface Job {

		@AliasFor(annotation = HeldFileLock.class, attribute = "condition")
		String onlyIf();

	}

	static class Guarded {

		private final AtomicInteger calls = new AtomicInteger();

		int calls() {
			return this.calls.get();
		}

		@HeldFileLock(value = "job", condition = "#locked")
		String plain(boolean locked) {
			return current();
		}

		@Job(onlyIf = "${job.locked} == true")
		String composed(boolean locked) {
			return current();
		}

		@HeldFileLock(value = "job", condition = "${job.condition:}")
		String always() {
			return current();
		}

		@HeldFileLock(value = "job", condition = "#locked")
		CompletableFuture<String> stage(boolean locked) {
			return CompletableFuture.completedFuture(current());
		}

		@HeldFileLock(value = "job", condition = "#locked")
		CompletableFuture<String> pending(CompletableFuture<String> work, boolean locked) {
			return work;
		}

		@HeldFileLock(value = "job", condition = "#locked")
		Mono<String> mono(boolean locked) {
			this.calls.incrementAndGet();
			return ReactiveLockTemplate.current()
				.map((hold) -> hold.id().name())
				.defaultIfEmpty(LockContext.current().map((hold) -> hold.id().name()).orElse(NONE));
		}

		@HeldFileLock(value = "job", condition = "#locked")
		Flux<String> flux(boolean locked) {
			return Flux.just(current(), LockContext.current().map((hold) -> hold.id().name()).orElse(NONE));
		}

		@HeldFileLock(value = "job", condition = "#locked")
		DeferredResult<String> deferred(boolean locked) {
			DeferredResult<String> result = new DeferredResult<>();
			result.setResult(current());
			return result;
		}

		@HeldFileLock(value = "job", condition = "#locked")
		Object vague(boolean locked) {
			return Stream.of(1);
		}

		@HeldFileLock(value = "job", condition = "#locked")
		CompletableFuture<Object> vagueStage(boolean locked) {
			return CompletableFuture.completedFuture(Stream.of(1));
		}

		@HeldFileLock(value = "job", condition = "#locked")
		Mono<Object> vagueMono(boolean locked) {
			return Mono.just(Stream.of(1));
		}

		@HeldFileLock(value = "first", condition = "#first")
		@HeldFileLock(value = "second", condition = "#second")
		String two(boolean first, boolean second) {
			return held("first") + " " + held("second");
		}

		@HeldFileLock(value = "first", condition = "#first")
		@HeldFileLock(value = "second", condition = "#second")
		CompletionStage<String> twoOfStage(boolean first, boolean second) {
			return CompletableFuture.completedFuture(held("first") + " " + held("second"));
		}

		@HeldFileLock(value = "first", condition = "#first")
		@HeldFileLock(value = "second", condition = "#second")
		Mono<String> twoOfMono(boolean first, boolean second) {
			return Mono.just(held("first") + " " + held("second"));
		}

		@HeldFileLock(path = "#file", condition = "#locked")
		String path(Path file, boolean locked) {
			return LockContext.current().map((hold) -> hold.id().path().toString()).orElse(NONE);
		}

		@PackLock(value = "#pack", condition = "#locked")
		boolean pack(Path pack, boolean locked) {
			return true;
		}

		@HeldFileLock(value = "job", key = "#id", condition = "#id != null")
		String keyed(@Nullable String id) {
			return current();
		}

		@HeldFileLock(value = "job", condition = "#locked")
		String object(@Nullable Object locked) {
			return current();
		}

		@HeldFileLock(value = "job", condition = "#locked")
		CompletableFuture<String> objectOfStage(Object locked) {
			return CompletableFuture.completedFuture(current());
		}

		@HeldFileLock(value = "job", condition = "#locked")
		Mono<String> objectOfMono(Object locked) {
			return Mono.just(current());
		}

		private String current() {
			this.calls.incrementAndGet();
			return LockContext.current().map((hold) -> hold.id().name()).orElse(NONE);
		}

		private static String held(String name) {
			return OpenScopes.files().contains(name + ".flock") ? name : "-";
		}

	}

}

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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockHold;
import dev.latchkey.LockInterruptedException;
import dev.latchkey.LockLostException;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.internal.acquire.ActiveLocks;
import dev.latchkey.internal.parts.LatchkeyParts;
import dev.latchkey.spring.LockContext;
import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.LockName;
import dev.latchkey.spring.OtherHolder;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.annotation.WhenBusy;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

import static dev.latchkey.spring.LockedFile.isLocked;
import static dev.latchkey.spring.LockedFile.locked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Methods whose work is done when the stage that they return completes.
 */
class StageTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LatchkeyAutoConfiguration.class))
		.withBean(Stages.class);

	@BeforeEach
	void useDirectory(@TempDir Path directory) {
		this.runner = this.runner.withPropertyValues("latchkey.directory=" + directory);
	}

	@Test
	void theLockIsHeldUntilTheStageCompletes() {
		run((context) -> {
			CompletableFuture<String> work = new CompletableFuture<>();
			CompletableFuture<String> result = stages(context).begin(work);
			assertThat(file(context)).is(locked());
			assertThat(LockContext.current()).as("the caller has left the section").isEmpty();
			CompletableFuture<Boolean> releasedBefore = result.thenApply((value) -> !isLocked(file(context)));
			work.complete("done");
			assertThat(result).isCompletedWithValue("done");
			assertThat(releasedBefore).as("released when dependents run").isCompletedWithValue(true);
		});
	}

	@Test
	void aStageThatFailsReleasesToo() {
		run((context) -> {
			CompletableFuture<String> work = new CompletableFuture<>();
			CompletableFuture<String> result = stages(context).begin(work);
			work.completeExceptionally(new IllegalStateException("on purpose"));
			assertThat(result).isCompletedExceptionally();
			assertThatIllegalStateException().isThrownBy(() -> unwrapped(result)).withMessage("on purpose");
			assertThat(file(context)).isNot(locked());
		});
	}

	@Test
	void aMethodThatThrowsInsteadOfReturningReleases() {
		run((context) -> {
			assertThatIllegalStateException().isThrownBy(() -> stages(context).begin(null)).withMessage("no work");
			assertThat(file(context)).isNot(locked());
			assertThat(LockContext.current()).isEmpty();
		});
	}

	@Test
	void cancellingReleasesAndCancelsTheWork() {
		run((context) -> {
			CompletableFuture<String> work = new CompletableFuture<>();
			CompletableFuture<String> result = stages(context).begin(work);
			assertThat(result.cancel(true)).isTrue();
			assertThat(work).isCancelled();
			assertThat(result).isCancelled();
			assertThat(file(context)).isNot(locked());
		});
	}

	@Test
	void aStageThatCannotBeCancelledIsLeftAlone() {
		run((context) -> {
			CompletableFuture<String> work = new CompletableFuture<>();
			CompletableFuture<String> result = stages(context).stage(work.minimalCompletionStage())
				.toCompletableFuture();
			assertThat(file(context)).is(locked());
			assertThat(result.cancel(true)).isTrue();
			assertThat(work).isNotDone();
			assertThat(file(context)).isNot(locked());
			work.complete("late");
			assertThatExceptionOfType(CancellationException.class).isThrownBy(result::join);
		});
	}

	@Test
	void aLossEndsTheStage() {
		run((context) -> {
			CompletableFuture<String> work = new CompletableFuture<>();
			CompletableFuture<String> result = stages(context).begin(work);
			Files.delete(file(context));
			work.complete("done");
			assertThatExceptionOfType(LockLostException.class).isThrownBy(() -> unwrapped(result));
		});
	}

	@Test
	void aSecondCallOfTheSameThreadWaitsForTheFirst() {
		run((context) -> {
			CompletableFuture<String> first = new CompletableFuture<>();
			CompletableFuture<String> firstResult = stages(context).begin(first);
			ActiveLocks activeLocks = context.getBean(ActiveLocks.class);
			CompletableFuture<Void> completer = CompletableFuture.runAsync(() -> {
				await().until(() -> !activeLocks.waits().isEmpty());
				first.complete("first");
			});
			assertThat(stages(context).begin(CompletableFuture.completedFuture("second"))).succeedsWithin(LIMIT)
				.isEqualTo("second");
			// The lock is released before the first result is there.
			assertThat(firstResult).succeedsWithin(LIMIT).isEqualTo("first");
			assertThat(completer).succeedsWithin(LIMIT);
		});
	}

	@Test
	void aNestedStageKeepsTheHoldThatItHasJoined() {
		run((context) -> {
			CompletableFuture<String> work = new CompletableFuture<>();
			CompletableFuture<String> inner = stages(context).outer(stages(context), work);
			assertThat(file(context)).as("the outer method has returned").is(locked());
			work.complete("done");
			assertThat(inner).isCompletedWithValue("done");
			assertThat(file(context)).isNot(locked());
		});
	}

	@Test
	void busyFailsSkipsOrFallsBackThroughTheStage() {
		this.runner.withPropertyValues("latchkey.wait-time=20ms").run((context) -> {
			Stages stages = stages(context);
			try (LockHold other = OtherHolder.of(context.getBean(LatchkeyParts.class).named(), file(context))) {
				assertThatExceptionOfType(LockTimeoutException.class)
					.isThrownBy(() -> unwrapped(stages.begin(new CompletableFuture<>())))
					.withMessageContaining("pid " + other.holder().pid());
				assertThat(stages.skipping()).isCompletedWithValue(null);
				assertThat(stages.fallingBack("7")).isCompletedWithValue("later: 7");
				assertThat(stages.unlocked()).isCompletedWithValue("no lock");
			}
		});
	}

	@Test
	void anInterruptEndsTheWaitAndKeepsTheFlag() {
		run((context) -> {
			try (LockHold other = OtherHolder.of(context.getBean(LatchkeyParts.class).named(), file(context))) {
				FutureTask<Boolean> call = new FutureTask<>(() -> {
					CompletableFuture<String> result = stages(context).begin(new CompletableFuture<>());
					assertThatExceptionOfType(LockInterruptedException.class).isThrownBy(() -> unwrapped(result));
					return Thread.interrupted();
				});
				Thread thread = new Thread(call, "caller");
				thread.start();
				ActiveLocks activeLocks = context.getBean(ActiveLocks.class);
				await().until(() -> activeLocks.waits().size() == 1);
				thread.interrupt();
				assertThat(call.get()).as("the interrupt flag").isTrue();
				await().untilAsserted(() -> assertThat(activeLocks.waits()).isEmpty());
				assertThat(other.isHeld()).isTrue();
			}
			assertThat(stages(context).begin(CompletableFuture.completedFuture("next"))).succeedsWithin(LIMIT);
		});
	}

	@Test
	void aStageFailsWhoseValueIsWorkThatIsNotDone() {
		run((context) -> {
			CompletableFuture<Object> work = new CompletableFuture<>();
			CompletableFuture<Object> result = stages(context).vague(work);
			work.complete(Map.of("k", Stream.of("later")));
			assertThatExceptionOfType(LatchkeyException.class).isThrownBy(() -> unwrapped(result))
				.withMessageContaining("$Stages.vague ")
				.withMessageContaining("Return a List");
			assertThat(file(context)).isNot(locked());
			assertThat(stages(context).vague(CompletableFuture.completedFuture("done"))).isCompletedWithValue("done");
			CompletableFuture<Object> failing = stages(context)
				.vague(CompletableFuture.failedFuture(new IllegalStateException("on purpose")));
			assertThatIllegalStateException().isThrownBy(() -> unwrapped(failing)).withMessage("on purpose");
		});
	}

	@Test
	void aStageOfAnythingIsCancelledAsOthersAre() {
		run((context) -> {
			CompletableFuture<Object> work = new CompletableFuture<>();
			assertThat(stages(context).vague(work).cancel(true)).isTrue();
			assertThat(work).isCancelled();
			assertThat(file(context)).isNot(locked());
		});
	}

	private void run(ContextConsumer<AssertableApplicationContext> test) {
		this.runner.withPropertyValues("latchkey.wait-time=30s").run(test);
	}

	private static Stages stages(AssertableApplicationContext context) {
		return context.getBean(Stages.class);
	}

	private static Path file(AssertableApplicationContext context) {
		return context.getBean(LockDirectory.class).file(new LockName("stage", null));
	}

	private static void unwrapped(CompletableFuture<?> future) throws Throwable {
		try {
			Object unused = future.get();
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() != null) ? ex.getCause() : ex;
		}
	}

	static class Stages {

		@HeldFileLock("stage")
		CompletableFuture<String> begin(@Nullable CompletableFuture<String> work) {
			assertThat(LockContext.current()).isPresent();
			if (work == null) {
				throw new IllegalStateException("no work");
			}
			return work;
		}

		@HeldFileLock("stage")
		CompletableFuture<Object> vague(CompletableFuture<Object> work) {
			return work;
		}

		@HeldFileLock("stage")
		CompletionStage<String> stage(CompletionStage<String> work) {
			return work;
		}

		@HeldFileLock("stage")
		CompletableFuture<String> outer(Stages proxy, CompletableFuture<String> work) {
			CompletableFuture<String> inner = proxy.begin(work);
			assertThat(inner).isNotDone();
			return inner;
		}

		@HeldFileLock(value = "stage", whenBusy = WhenBusy.SKIP)
		CompletionStage<String> skipping() {
			throw new AssertionError("must not run");
		}

		@HeldFileLock(value = "stage", fallback = "later")
		CompletionStage<String> fallingBack(String id) {
			throw new AssertionError("must not run");
		}

		CompletableFuture<String> later(String id) {
			return CompletableFuture.completedFuture("later: " + id);
		}

		@HeldFileLock(value = "stage", whenBusy = WhenBusy.RUN_UNLOCKED)
		CompletionStage<String> unlocked() {
			return CompletableFuture.completedStage(LockContext.current().isPresent() ? "lock" : "no lock");
		}

	}

}

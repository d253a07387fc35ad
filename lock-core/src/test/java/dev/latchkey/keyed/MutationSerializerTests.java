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

package dev.latchkey.keyed;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * One by one for each key, and what happens to tasks that fail, wait, are too many or are
 * not wanted any more. The order under load is in {@link SerializerModelTests}.
 */
@Timeout(60)
class MutationSerializerTests {

	private final ExecutorService threads = Executors.newFixedThreadPool(4);

	private final MutationSerializer serializer = new MutationSerializer(this.threads, 3);

	private final CountDownLatch begun = new CountDownLatch(1);

	private final CountDownLatch gate = new CountDownLatch(1);

	private final List<String> done = new ArrayList<>();

	@AfterEach
	void endThreads() {
		this.gate.countDown();
		Awaitility.await().until(() -> this.serializer.activeKeys() == 0);
		this.threads.shutdownNow();
	}

	@Test
	void anEmptyKeyIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.serializer.serialize("", () -> 1));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.serializer.serializeStage("", () -> CompletableFuture.completedFuture(1)));
	}

	@Test
	void keysDoNotWaitForEachOther() throws Exception {
		CompletableFuture<Boolean> stuck = this.serializer.serialize("a", this::waitAtGate);
		assertThat(this.serializer.serialize("b", () -> "free").get()).isEqualTo("free");
		assertThat(stuck).isNotDone();
	}

	@Test
	void aFailureIsItsOwnCallersOnly() throws Exception {
		CompletableFuture<Boolean> before = this.serializer.serialize("key", this::waitAtGate);
		CompletableFuture<Object> failing = this.serializer.serialize("key", () -> {
			throw new IOException("cannot");
		});
		CompletableFuture<String> after = this.serializer.serialize("key", () -> "after");
		this.gate.countDown();
		assertThat(before.get()).isTrue();
		assertThat(after.get()).isEqualTo("after");
		assertThat(failing).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withCauseExactlyInstanceOf(IOException.class);
	}

	@Test
	void evenAnErrorAndAStageThatIsMissingAreItsOwnCallersOnly() throws Exception {
		CompletableFuture<Object> error = this.serializer.serialize("key", () -> {
			throw new AssertionError("wrong");
		});
		CompletableFuture<Object> noStage = this.serializer.serializeStage("key", MutationSerializerTests::noStage);
		assertThat(this.serializer.serialize("key", () -> 1).get()).isOne();
		assertThat(error).isCompletedExceptionally();
		assertThat(noStage).isCompletedExceptionally();
	}

	@SuppressWarnings("NullAway") // what a careless caller does
	private static CompletableFuture<Object> noStage() {
		return null;
	}

	@Test
	void aTaskLastsUntilItsStageEnds() throws Exception {
		CompletableFuture<String> stage = new CompletableFuture<>();
		CompletableFuture<String> first = this.serializer.serializeStage("key", () -> stage);
		CompletableFuture<Boolean> second = this.serializer.serialize("key", first::isDone);
		assertThat(this.serializer.serialize("other", second::isDone).get()).isFalse();
		stage.completeExceptionally(new IllegalStateException("later"));
		assertThat(second.get()).isTrue();
		assertThat(first).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseExactlyInstanceOf(IllegalStateException.class);
	}

	@Test
	void aCancelledTaskDoesNotRunAndFreesItsPlace() throws Exception {
		CompletableFuture<Boolean> first = this.serializer.serialize("key", this::waitAtGate);
		awaitRunning(first);
		List<CompletableFuture<Boolean>> waiting = new ArrayList<>();
		for (String name : List.of("a", "b", "c")) {
			waiting.add(this.serializer.serialize("key", () -> this.done.add(name)));
		}
		assertThat(waiting.get(1).cancel(true)).isTrue();
		CompletableFuture<Boolean> instead = this.serializer.serialize("key", () -> this.done.add("d"));
		this.gate.countDown();
		assertThat(instead.get()).isTrue();
		assertThat(this.done).containsExactly("a", "c", "d");
		assertThatExceptionOfType(CancellationException.class).isThrownBy(waiting.get(1)::join);
	}

	@Test
	void tenThousandCancelledTasksTakeNoPlace() {
		CompletableFuture<Boolean> first = this.serializer.serialize("key", this::waitAtGate);
		awaitRunning(first);
		for (int i = 0; i < 10_000; i++) {
			assertThat(this.serializer.serialize("key", () -> this.done.add("never")).cancel(true)).isTrue();
		}
		this.gate.countDown();
		assertThat(first.join()).isTrue();
		Awaitility.await().until(() -> this.serializer.activeKeys() == 0);
		assertThat(this.done).isEmpty();
	}

	@Test
	void cancellingARunningTaskDoesNotLetTheNextOneIn() throws Exception {
		CompletableFuture<Boolean> first = this.serializer.serialize("key", () -> {
			boolean waited = waitAtGate();
			this.done.add("first");
			return waited;
		});
		awaitRunning(first);
		assertThat(first.cancel(true)).isTrue();
		CompletableFuture<Boolean> second = this.serializer.serialize("key", () -> this.done.add("second"));
		assertThat(this.serializer.serialize("other", second::isDone).get()).isFalse();
		this.gate.countDown();
		assertThat(second.get()).isTrue();
		assertThat(this.done).containsExactly("first", "second");
	}

	@Test
	void tooManyAreRefusedForTheirKeyOnly() throws Exception {
		CompletableFuture<Boolean> first = this.serializer.serialize("key", this::waitAtGate);
		awaitRunning(first);
		for (int i = 0; i < 3; i++) {
			assertThat(this.serializer.serialize("key", () -> 1)).isNotDone();
		}
		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> this.serializer.serialize("key", () -> 1))
			.withMessageContaining("'key'")
			.withMessageContaining("3")
			.withMessageContaining("wait for some of them");
		assertThat(this.serializer.serialize("other", () -> 2).get()).isEqualTo(2);
		this.gate.countDown();
		Awaitility.await().until(() -> this.serializer.activeKeys() == 0);
		assertThat(this.serializer.serialize("key", () -> 3).get()).isEqualTo(3);
	}

	@Test
	void anExecutorThatTakesNothingFailsTheTasksAndKeepsNone() {
		ExecutorService closed = Executors.newSingleThreadExecutor();
		closed.shutdown();
		MutationSerializer broken = new MutationSerializer(closed, 10);
		assertThat(broken.serialize("key", () -> 1)).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseExactlyInstanceOf(RejectedExecutionException.class);
		assertThat(broken.activeKeys()).isZero();
	}

	@Test
	void aLongChainInTheCallingThreadDoesNotOverflowTheStack() {
		MutationSerializer direct = new MutationSerializer(Runnable::run, 100_000);
		CompletableFuture<String> stage = new CompletableFuture<>();
		CompletableFuture<String> first = direct.serializeStage("key", () -> stage);
		AtomicInteger ran = new AtomicInteger();
		CompletableFuture<Integer> last = new CompletableFuture<>();
		for (int i = 0; i < 100_000; i++) {
			last = direct.serialize("key", ran::incrementAndGet);
		}
		stage.complete("go");
		assertThat(first).isCompletedWithValue("go");
		assertThat(last).isCompletedWithValue(100_000);
		assertThat(direct.activeKeys()).isZero();
	}

	@Test
	void oneBusyKeyDoesNotKeepAThreadForItself() throws Exception {
		ExecutorService one = Executors.newSingleThreadExecutor();
		MutationSerializer narrow = new MutationSerializer(one, 100_000);
		CompletableFuture<Boolean> begin = narrow.serialize("busy", this::waitAtGate);
		AtomicInteger ran = new AtomicInteger();
		CompletableFuture<Integer> last = begin.thenApply((waited) -> 0);
		for (int i = 0; i < 10_000; i++) {
			last = narrow.serialize("busy", ran::incrementAndGet);
		}
		CompletableFuture<Integer> other = narrow.serialize("other", ran::get);
		this.gate.countDown();
		assertThat(other.get()).isLessThan(1_000);
		assertThat(last.get()).isEqualTo(10_000);
		one.shutdown();
	}

	@Test
	void theSharedOneIsOneAndPrivateOnesAreApart() throws Exception {
		assertThat(MutationSerializer.shared()).isSameAs(MutationSerializer.shared());
		CompletableFuture<Boolean> stuck = this.serializer.serialize("key", this::waitAtGate);
		assertThat(MutationSerializer.shared().serialize("key", () -> 1).get(10, TimeUnit.SECONDS)).isOne();
		assertThat(stuck).isNotDone();
	}

	private boolean waitAtGate() throws InterruptedException {
		this.begun.countDown();
		return this.gate.await(1, TimeUnit.MINUTES);
	}

	private void awaitRunning(CompletableFuture<?> first) {
		Awaitility.await().until(() -> this.begun.getCount() == 0);
		assertThat(first).isNotDone();
	}

}

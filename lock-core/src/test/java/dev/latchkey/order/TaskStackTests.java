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

package dev.latchkey.order;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextSnapshotFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.latchkey.LockOrderException;
import dev.latchkey.LockTier;
import dev.latchkey.contract.EventCallbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Whose stack it is: that of a task, whatever thread it is on.
 */
@Timeout(60)
class TaskStackTests {

	private final List<LockOrderException> heard = new CopyOnWriteArrayList<>();

	private final LockTiers tiers = new LockTiers(Enforcement.FAIL, List.of(new EventCallbacks() {

		@Override
		public void outOfOrder(LockOrderException problem) {
			TaskStackTests.this.heard.add(problem);
		}

	}));

	private final ExecutorService oneThread = Executors.newSingleThreadExecutor();

	/** What a test that failed has left is not the next one's. */
	@BeforeEach
	void beginAnew() {
		TaskStack.clear();
	}

	@AfterEach
	void endThread() {
		this.oneThread.shutdownNow();
		assertThat(TaskStack.current().isEmpty()).isTrue();
	}

	@Test
	void aScopeThatAnotherThreadClosedIsGone() throws Exception {
		TierScope scope = this.tiers.push(LockTier.MANIFEST, "manifest");
		this.oneThread.submit(scope::close).get();
		this.tiers.push(LockTier.WORKSPACE_SYNC, "workspace").close();
		assertThat(this.heard).isEmpty();
	}

	@Test
	void closingTheOuterOneFirstIsReportedAndHarmsNothing() {
		TierScope outer = this.tiers.push(LockTier.PER_PACK, "outer");
		TierScope inner = this.tiers.push(LockTier.BACKEND, "inner");
		outer.close();
		assertThat(this.heard).singleElement().satisfies((problem) -> {
			assertThat(problem).hasMessageContaining("The outer one was closed first");
			assertThat(problem.outer().lock()).isEqualTo("outer");
			assertThat(problem.inner().lock()).isEqualTo("inner");
		});
		this.heard.clear();
		assertThatExceptionOfType(LockOrderException.class)
			.isThrownBy(() -> this.tiers.push(LockTier.BACKEND, "again"));
		this.heard.clear();
		inner.close();
		inner.close();
		assertThat(this.heard).isEmpty();
	}

	@Test
	void whatIsInheritedEndsWithTheHoldThatItCameFrom() throws Exception {
		ExecutorService carrying = ContextExecutorService.wrap(this.oneThread,
				ContextSnapshotFactory.builder().build());
		CompletableFuture<Void> parentIsDone = new CompletableFuture<>();
		CountDownLatch childHasTried = new CountDownLatch(1);
		CompletableFuture<Integer> child;
		try (TierScope scope = this.tiers.push(LockTier.BACKEND, "backend")) {
			assertThat(scope).isNotNull();
			child = CompletableFuture.supplyAsync(() -> {
				this.tiers.push(LockTier.PER_PACK, "while the parent has it").close();
				int before = this.heard.size();
				childHasTried.countDown();
				parentIsDone.join();
				this.tiers.push(LockTier.PER_PACK, "afterwards").close();
				return 10 * before + this.heard.size();
			}, carrying);
			assertThat(childHasTried.await(30, TimeUnit.SECONDS)).isTrue();
		}
		parentIsDone.complete(null);
		assertThat(child.get()).isEqualTo(11);
	}

	@Test
	void anAsynchronousTaskIsOnItsTierUntilItEnds() throws Exception {
		ExecutorService carrying = ContextExecutorService.wrap(this.oneThread,
				ContextSnapshotFactory.builder().build());
		CompletableFuture<String> end = new CompletableFuture<>();
		List<CompletableFuture<Void>> inside = new ArrayList<>();
		CompletableFuture<String> task = this.tiers.start(LockTier.BACKEND, "fetch", () -> {
			inside.add(CompletableFuture.runAsync(() -> this.tiers.push(LockTier.PER_PACK, "pack").close(), carrying));
			return end;
		}).toCompletableFuture();
		inside.get(0).get();
		assertThat(this.heard).hasSize(1);
		// The task that began it goes on, and is not on that tier.
		this.tiers.push(LockTier.PER_PACK, "pack").close();
		assertThat(this.heard).hasSize(1);
		end.complete("fetched");
		assertThat(task.get()).isEqualTo("fetched");
	}

	@Test
	void anAsynchronousTaskThatDoesNotBeginLeavesNothing() {
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.tiers.start(LockTier.BACKEND, "fetch", () -> {
				throw new IllegalStateException("cannot fetch");
			}));
		this.tiers.push(LockTier.WORKSPACE_SYNC, "workspace").close();
	}

	@Test
	void whatATaskLeavesBehindIsNotTheNextOnesOnABareThread() throws Exception {
		TierScope left = this.oneThread.submit(this::leaveBehind).get();
		this.oneThread.submit(this::takeAPack).get();
		assertThat(this.heard).isEmpty();
		left.close();
	}

	private TierScope leaveBehind() {
		return this.tiers.push(LockTier.MANIFEST, "left behind");
	}

	private void takeAPack() {
		this.tiers.push(LockTier.PER_PACK, "pack").close();
	}

	@Test
	void aReversalOnABareThreadIsFoundWithinATask() {
		assertThat(this.oneThread.submit(this::reverse)).failsWithin(10, TimeUnit.SECONDS)
			.withThrowableThat()
			.withCauseInstanceOf(LockOrderException.class);
	}

	private void reverse() {
		this.tiers.run(LockTier.MANIFEST, "manifest", this::takeAPack);
	}

	@Test
	void marksOfTaskAndOfContextPropagationKeepInnocentTasksOutOfIt() throws Exception {
		ExecutorService pool = Executors.newFixedThreadPool(2);
		ExecutorService carrying = ContextExecutorService.wrap(pool, ContextSnapshotFactory.builder().build());
		Random random = new Random(3);
		List<TierScope> left = new ArrayList<>();
		for (Executor executor : List.of(LockTiers.tasksOn(pool), carrying)) {
			List<CompletableFuture<?>> innocents = new ArrayList<>();
			for (int i = 0; i < 2_000; i++) {
				boolean guilty = random.nextInt(3) == 0;
				// The same code for both: nothing but the mark tells the tasks apart.
				CompletableFuture<TierScope> task = CompletableFuture
					.supplyAsync(() -> takeInOrder(guilty ? LockTier.MANIFEST : LockTier.WORKSPACE_SYNC), executor);
				if (guilty) {
					left.add(task.get());
				}
				else {
					innocents.add(task.thenAccept(TierScope::close));
				}
			}
			for (CompletableFuture<?> innocent : innocents) {
				Object unused = innocent.get();
			}
		}
		assertThat(left).hasSizeGreaterThan(500);
		assertThat(this.heard).isEmpty();
		pool.shutdownNow();
	}

	private TierScope takeInOrder(LockTier tier) {
		return this.tiers.push(tier, "random");
	}

	@Test
	void aThreadThatIsGivenBackIsClean() throws Exception {
		for (Executor executor : List.of(LockTiers.tasksOn(this.oneThread),
				ContextExecutorService.wrap(this.oneThread, ContextSnapshotFactory.builder().build()))) {
			TierScope left = CompletableFuture.supplyAsync(this::leaveBehind, executor).get();
			assertThat(this.oneThread.submit(() -> TaskStack.current().isEmpty()).get()).isTrue();
			left.close();
		}
	}

	@Test
	void offLooksAtNothing() {
		LockTiers off = new LockTiers(Enforcement.OFF, List.of());
		TierScope scope = off.push(LockTier.MANIFEST, "manifest");
		assertThat(scope).isSameAs(TierScope.NONE);
		off.push(LockTier.WORKSPACE_SYNC, "workspace").close();
		new PoolBoundary(off).enter("section").close();
		assertThat(TaskStack.current().isEmpty()).isTrue();
		scope.close();
		assertThat(off.violations()).isZero();
	}

}

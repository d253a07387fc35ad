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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextSnapshotFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import dev.latchkey.LockOrderException;
import dev.latchkey.LockTier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Every sequence of tiers, in every way to nest them: those that increase strictly pass,
 * and no others. All permutations of the five, all their parts, and those with a tier
 * twice.
 */
class LockTierTests {

	private static final ExecutorService pool = Executors.newFixedThreadPool(6);

	private static final ExecutorService carrying = ContextExecutorService.wrap(pool,
			ContextSnapshotFactory.builder().build());

	private static final Logger logger = Logger.getLogger(LockTiers.class.getName());

	private LockTiers failing = new LockTiers(Enforcement.FAIL, List.of());

	private void eachSequence(Consumer<List<LockTier>> test) {
		List<List<LockTier>> sequences = below(List.of());
		assertThat(sequences).hasSizeGreaterThan(1_000);
		for (List<LockTier> sequence : sequences) {
			this.failing = new LockTiers(Enforcement.FAIL, List.of());
			test.accept(sequence);
			assertThat(TaskStack.current().isEmpty()).as("left by %s", sequence).isTrue();
		}
	}

	private static List<List<LockTier>> below(List<LockTier> sequence) {
		List<List<LockTier>> all = new ArrayList<>();
		for (LockTier tier : LockTier.values()) {
			// A tier that comes twice is wrong whatever follows.
			boolean twice = sequence.contains(tier);
			List<LockTier> longer = new ArrayList<>(sequence);
			longer.add(tier);
			all.add(longer);
			if (!twice) {
				all.addAll(below(longer));
			}
		}
		return all;
	}

	/** What a test that failed has left is not the next one's. */
	@BeforeEach
	void beginAnew() {
		TaskStack.clear();
	}

	@BeforeAll
	static void propagate() {
		Hooks.enableAutomaticContextPropagation();
		// Thousands are out of order here, as they should.
		logger.setLevel(Level.OFF);
	}

	@AfterAll
	static void stop() {
		Hooks.disableAutomaticContextPropagation();
		logger.setLevel(null);
		pool.shutdownNow();
	}

	@Test
	void nestedBlocks() {
		eachSequence(this::nestedBlocks);
	}

	private void nestedBlocks(List<LockTier> sequence) {
		List<LockTier> done = new ArrayList<>();
		LockOrderException problem = catchThrowableOfType(LockOrderException.class, () -> nest(sequence, done));
		int ordered = ordered(sequence);
		assertThat(done).isEqualTo(sequence.subList(0, ordered));
		if (ordered == sequence.size()) {
			assertThat(problem).isNull();
			assertThat(this.failing.violations()).isZero();
		}
		else {
			assertThat(problem.inner().tier()).isEqualTo(sequence.get(ordered));
			assertThat(problem.outer().tier()).isGreaterThanOrEqualTo(sequence.get(ordered));
			assertThat(this.failing.violations()).isOne();
		}
	}

	private void nest(List<LockTier> sequence, List<LockTier> done) {
		if (!sequence.isEmpty()) {
			this.failing.run(sequence.get(0), "block", () -> {
				done.add(sequence.get(0));
				nest(sequence.subList(1, sequence.size()), done);
			});
		}
	}

	/** What is inherited is never refused, because nobody knows who waits for whom. */
	@Test
	void futures() {
		eachSequence(this::futures);
	}

	private void futures(List<LockTier> sequence) {
		assertThat(nestInFutures(sequence).join()).isEqualTo(sequence.size());
		assertThat(this.failing.violations() == 0).as("%s", sequence).isEqualTo(ordered(sequence) == sequence.size());
	}

	private CompletableFuture<Integer> nestInFutures(List<LockTier> sequence) {
		if (sequence.isEmpty()) {
			return CompletableFuture.completedFuture(0);
		}
		return this.failing
			.start(sequence.get(0), "future",
					() -> CompletableFuture.completedFuture(0)
						.thenComposeAsync((zero) -> nestInFutures(sequence.subList(1, sequence.size())), carrying)
						.thenApply((count) -> count + 1))
			.toCompletableFuture();
	}

	@Test
	void reactorChains() {
		eachSequence(this::reactorChains);
	}

	private void reactorChains(List<LockTier> sequence) {
		assertThat(nestInChains(sequence).block()).isEqualTo(sequence.size());
		assertThat(this.failing.violations() == 0).as("%s", sequence).isEqualTo(ordered(sequence) == sequence.size());
	}

	private Mono<Integer> nestInChains(List<LockTier> sequence) {
		if (sequence.isEmpty()) {
			return Mono.just(0);
		}
		return Mono.using(() -> this.failing.push(sequence.get(0), "chain"),
				(scope) -> Mono.defer(() -> nestInChains(sequence.subList(1, sequence.size())))
					.subscribeOn(Schedulers.parallel())
					.contextCapture()
					.map((count) -> count + 1),
				TierScope::close);
	}

	/** What is handed to nobody's care begins anew: here each task stands for itself. */
	@Test
	void bareFutures() {
		eachSequence(this::bareFutures);
	}

	private void bareFutures(List<LockTier> sequence) {
		assertThat(nestInBareFutures(sequence).join()).isEqualTo(sequence.size());
		assertThat(this.failing.violations()).isZero();
	}

	private CompletableFuture<Integer> nestInBareFutures(List<LockTier> sequence) {
		if (sequence.isEmpty()) {
			return CompletableFuture.completedFuture(0);
		}
		return CompletableFuture.supplyAsync(() -> {
			try (TierScope scope = this.failing.push(sequence.get(0), scopeName(sequence))) {
				assertThat(scope).isNotNull();
				return 1 + nestInBareFutures(sequence.subList(1, sequence.size())).join();
			}
		}, pool);
	}

	private static String scopeName(List<LockTier> sequence) {
		return "bare future " + sequence.size();
	}

	/** How many there are before the first that is not greater than the one before. */
	private static int ordered(List<LockTier> sequence) {
		int count = 1;
		while (count < sequence.size() && sequence.get(count - 1).compareTo(sequence.get(count)) < 0) {
			count++;
		}
		return count;
	}

}

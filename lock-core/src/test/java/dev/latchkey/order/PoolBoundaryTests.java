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

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.RecursiveTask;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.latchkey.LockOrderException;
import dev.latchkey.LockTier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Sections in which a thread waits for a pool: no pack goes in, and none is taken inside.
 * Each of the three kinds is shown as {@code docs/lock-order.md} does.
 */
class PoolBoundaryTests {

	private final LockTiers tiers = new LockTiers(Enforcement.FAIL, List.of());

	private final PoolBoundary boundary = new PoolBoundary(this.tiers);

	/** What a test that failed has left is not the next one's. */
	@BeforeEach
	void beginAnew() {
		TaskStack.clear();
	}

	@Test
	void aTaskThatHasAPackDoesNotEnter() {
		this.tiers.run(LockTier.PER_PACK, "demo",
				() -> assertThatExceptionOfType(LockOrderException.class).isThrownBy(() -> this.boundary.enter("hash"))
					.withMessageContaining("'hash'")
					.withMessageContaining("PER_PACK 'demo'")
					.withMessageContaining("Take the pack before the section or after it"));
		this.boundary.enter("hash").close();
	}

	@Test
	void otherLocksMayBeTakenInAndInside() {
		this.tiers.run(LockTier.SEMAPHORE, "job", () -> {
			TierScope section = this.boundary.enter("hash");
			this.tiers.push(LockTier.BACKEND, "backend").close();
			TierScope nested = this.boundary.enter("hash deeper");
			nested.close();
			section.close();
		});
		assertThat(this.tiers.violations()).isZero();
	}

	@Test
	void aForkJoinTask() {
		Integer result = ForkJoinPool.commonPool().invoke(new RecursiveTask<>() {

			@Override
			protected Integer compute() {
				TierScope section = PoolBoundaryTests.this.boundary.enter("fork");
				try {
					assertRefused();
					return 1;
				}
				finally {
					section.close();
				}
			}

		});
		assertThat(result).isOne();
	}

	@Test
	void aParallelStream() {
		TierScope section = this.boundary.enter("hash all files");
		// The calling thread does a part of the work, and is inside.
		int sum = IntStream.range(0, 100).parallel().sum();
		assertRefused();
		section.close();
		assertThat(sum).isEqualTo(4950);
		this.tiers.push(LockTier.PER_PACK, "demo").close();
	}

	@Test
	void anExecutorThatATaskBlocksOn() throws Exception {
		ExecutorService executor = Executors.newSingleThreadExecutor();
		TierScope section = this.boundary.enter("ask the executor");
		Future<String> answer = executor.submit(() -> "done");
		assertThat(answer.get()).isEqualTo("done");
		assertRefused();
		section.close();
		executor.shutdown();
	}

	private void assertRefused() {
		assertThatExceptionOfType(LockOrderException.class)
			.isThrownBy(() -> this.tiers.push(LockTier.PER_PACK, "demo"));
	}

}

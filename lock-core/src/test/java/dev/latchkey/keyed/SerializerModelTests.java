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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The serializer beside the simplest model: a list for each key. Tasks are given at
 * random; some fail, some end later, some are cancelled. Each writes its number into its
 * key's list, which nothing else protects.
 */
class SerializerModelTests {

	private final ExecutorService threads = Executors.newFixedThreadPool(4);

	private final ExecutorService later = Executors.newFixedThreadPool(2);

	@AfterEach
	void endThreads() {
		this.threads.shutdownNow();
		this.later.shutdownNow();
	}

	@Test
	void aMillionTasksOverTenThousandKeysAreInOrderAndApart() {
		MutationSerializer serializer = new MutationSerializer(this.threads, Integer.MAX_VALUE);
		check(new Serializing() {

			@Override
			public CompletableFuture<Integer> now(String key, Callable<Integer> task) {
				return serializer.serialize(key, task);
			}

			@Override
			public CompletableFuture<Integer> later(String key, Callable<CompletableFuture<Integer>> task) {
				return serializer.serializeStage(key, () -> unchecked(task));
			}

		}, 1_000_000, 10_000);
		Awaitility.await().until(() -> serializer.activeKeys() == 0);
	}

	/** What one would write first: it shows that the check can fail. */
	@Test
	void theNaiveChainFailsTheSameCheck() {
		Map<String, CompletableFuture<Integer>> tails = new ConcurrentHashMap<>();
		Serializing naive = new Serializing() {

			@Override
			public CompletableFuture<Integer> now(String key, Callable<Integer> task) {
				return later(key, () -> CompletableFuture.completedFuture(task.call()));
			}

			@Override
			public CompletableFuture<Integer> later(String key, Callable<CompletableFuture<Integer>> task) {
				return tails.compute(key, (same, tail) -> ((tail != null) ? tail : CompletableFuture.completedFuture(0))
					.thenComposeAsync((before) -> unchecked(task), SerializerModelTests.this.threads));
			}

		};
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> check(naive, 10_000, 100));
	}

	private void check(Serializing serializer, int tasks, int keys) {
		Random random = new Random(11);
		List<List<Integer>> expected = lists(keys);
		List<List<Integer>> actual = lists(keys);
		List<Given> given = new ArrayList<>(tasks);
		for (int number = 0; number < tasks; number++) {
			int key = random.nextInt(keys);
			Kind type = Kind.of(random);
			Given task = new Given(number, type, actual.get(key));
			task.result = task.giveTo(serializer, "key " + key, this.later);
			boolean cancelled = type == Kind.CANCELLED && task.result.cancel(true);
			task.cancelled = cancelled;
			given.add(task);
			expected.get(key).add(number);
		}
		given.forEach(Given::assertEnded);
		for (int key = 0; key < keys; key++) {
			List<Integer> ran = actual.get(key);
			// What was cancelled may have begun just before.
			assertThat(
					expected.get(key).stream().filter((number) -> !given.get(number).cancelled || ran.contains(number)))
				.as("key %s", key)
				.containsExactlyElementsOf(ran);
		}
		assertThat(given.stream().filter((task) -> task.cancelled).count()).isPositive();
	}

	private static List<List<Integer>> lists(int count) {
		List<List<Integer>> lists = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			lists.add(new ArrayList<>());
		}
		return lists;
	}

	private static <T> T unchecked(Callable<T> callable) {
		try {
			return callable.call();
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private enum Kind {

		GOOD, FAILING, LATER, LATER_FAILING, CANCELLED;

		static Kind of(Random random) {
			return values()[Math.max(0, random.nextInt(12) - 7)];
		}

	}

	private interface Serializing {

		CompletableFuture<Integer> now(String key, Callable<Integer> task);

		CompletableFuture<Integer> later(String key, Callable<CompletableFuture<Integer>> task);

	}

	private static final class Given {

		private final int number;

		private final Kind type;

		private final List<Integer> ran;

		private CompletableFuture<Integer> result = new CompletableFuture<>();

		private boolean cancelled;

		Given(int number, Kind type, List<Integer> ran) {
			this.number = number;
			this.type = type;
			this.ran = ran;
		}

		CompletableFuture<Integer> giveTo(Serializing serializer, String key, ExecutorService later) {
			return switch (this.type) {
				case GOOD, FAILING, CANCELLED -> serializer.now(key, this::run);
				case LATER, LATER_FAILING ->
					serializer.later(key, () -> CompletableFuture.supplyAsync(() -> unchecked(this::run), later));
			};
		}

		private Integer run() {
			this.ran.add(this.number);
			if (this.type == Kind.FAILING || this.type == Kind.LATER_FAILING) {
				throw new IllegalStateException("task " + this.number);
			}
			return this.number;
		}

		void assertEnded() {
			if (this.cancelled) {
				return;
			}
			try {
				assertThat(this.result.get(1, TimeUnit.MINUTES)).isEqualTo(this.number);
				assertThat(this.type).isNotIn(Kind.FAILING, Kind.LATER_FAILING);
			}
			catch (ExecutionException ex) {
				assertThat(ex.getCause()).hasMessage("task " + this.number);
				assertThat(this.type).isIn(Kind.FAILING, Kind.LATER_FAILING);
			}
			catch (InterruptedException | TimeoutException ex) {
				throw new AssertionError(ex);
			}
		}

	}

}

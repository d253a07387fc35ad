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

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Runs the tasks of each key one by one, in the order in which they were given, and those
 * of different keys at the same time. A task that fails fails its own caller only. It is
 * all in this process; nothing is locked, and a key without tasks takes no memory.
 *
 * <p>
 * A task that waits for a later one of its own key waits indefinitely.
 *
 * @since 0.1
 */
public final class MutationSerializer {

	/** How many tasks of one key may wait, unless another limit is chosen. */
	public static final int DEFAULT_LIMIT = 10_000;

	private static final MutationSerializer shared = new MutationSerializer(sharedThreads(), DEFAULT_LIMIT);

	private final ConcurrentHashMap<String, Chain> chains = new ConcurrentHashMap<>();

	private final Executor executor;

	private final int limit;

	/**
	 * Creates a serializer of its own, whose keys have nothing to do with those of
	 * others.
	 * @param executor runs the tasks; one that runs them at once, in the calling thread,
	 * is fine too
	 * @param limit how many tasks of one key may wait to begin, at least 1
	 */
	public MutationSerializer(Executor executor, int limit) {
		if (limit < 1) {
			throw new IllegalArgumentException("At least 1 task must be able to wait, not " + limit);
		}
		this.executor = executor;
		this.limit = limit;
	}

	/**
	 * Returns the serializer that all code of this JVM may share. It has as many daemon
	 * threads as there are processors, at least four, so its tasks should not wait long.
	 * @return the shared serializer
	 */
	public static MutationSerializer shared() {
		return shared;
	}

	private static Executor sharedThreads() {
		int threads = Math.max(4, Runtime.getRuntime().availableProcessors());
		ThreadPoolExecutor executor = new ThreadPoolExecutor(threads, threads, 10, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (task) -> {
					Thread thread = new Thread(task, "latchkey-serializer");
					thread.setDaemon(true);
					return thread;
				});
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	/**
	 * Runs a task when all that was given before for the key has ended.
	 *
	 * <p>
	 * Cancelling the future of a task that has not begun takes it out of the queue. One
	 * that has begun goes on, and the next waits for its end.
	 * @param <T> the type of the result
	 * @param key the key, not empty
	 * @param task the task
	 * @return its result; fails with what the task throws, or with
	 * {@link RejectedExecutionException} if the executor takes no tasks. What depends on
	 * it runs before the next task of the key, so it must not wait for that
	 * @throws RejectedExecutionException if as many tasks of the key wait as may
	 */
	public <T extends @Nullable Object> CompletableFuture<T> serialize(String key, Callable<T> task) {
		return add(key, new Task<>(() -> CompletableFuture.completedStage(task.call())));
	}

	/**
	 * Begins a task when all that was given before for the key has ended. It ends when
	 * the stage does that it returns. Otherwise as {@link #serialize(String, Callable)};
	 * it has another name because a lambda that returns a stage is both.
	 * @param <T> the type of the result
	 * @param key the key, not empty
	 * @param task begins the task
	 * @return its result; fails with what the task throws, or its stage fails with
	 * @throws RejectedExecutionException if as many tasks of the key wait as may
	 */
	public <T extends @Nullable Object> CompletableFuture<T> serializeStage(String key,
			Supplier<? extends CompletionStage<T>> task) {
		return add(key, new Task<>(task::get));
	}

	private <T extends @Nullable Object> CompletableFuture<T> add(String key, Task<T> task) {
		if (key.isEmpty()) {
			throw new IllegalArgumentException(
					"The key must not be empty: two meanings of it could not be distinguished");
		}
		boolean[] begins = { false };
		Chain chain = this.chains.compute(key, (same, existing) -> {
			begins[0] = existing == null;
			Chain joined = (existing != null) ? existing : new Chain(this, key);
			joined.add(task, this.limit);
			return joined;
		});
		CompletableFuture<T> unused = task.whenComplete((result, problem) -> chain.forget(task));
		if (begins[0]) {
			chain.goOn();
		}
		return task;
	}

	Executor executor() {
		return this.executor;
	}

	/**
	 * Takes the next task of a chain, or end the chain; nothing can be added in between.
	 * @param chain the chain
	 * @return the task, or {@code null} if the chain has ended
	 */
	@Nullable Task<?> nextOf(Chain chain) {
		@Nullable Task<?>[] next = { null };
		this.chains.computeIfPresent(chain.key(), (same, existing) -> {
			next[0] = existing.poll();
			return (next[0] != null) ? existing : null;
		});
		return next[0];
	}

	/**
	 * Returns how many tasks of each key wait.
	 * @return the numbers now, of all keys that have tasks which run or wait
	 */
	public Map<String, Integer> waitingTasks() {
		Map<String, Integer> waiting = new TreeMap<>();
		this.chains.forEach((key, chain) -> waiting.put(key, chain.size()));
		return waiting;
	}

	/**
	 * Returns how many keys have tasks that run or wait.
	 * @return the number now
	 */
	public int activeKeys() {
		return this.chains.size();
	}

}

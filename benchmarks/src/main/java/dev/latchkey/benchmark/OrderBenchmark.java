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

package dev.latchkey.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import dev.latchkey.CrossProcessLock;
import dev.latchkey.LockHold;
import dev.latchkey.LockTier;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.pack.PackLockFiles;
import dev.latchkey.keyed.MutationSerializer;
import dev.latchkey.order.Enforcement;
import dev.latchkey.order.LockTiers;
import dev.latchkey.order.TierScope;
import dev.latchkey.pack.PackLocks;

/**
 * What it costs to keep an order: packs, tiers, and tasks one by one.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OrderBenchmark {

	private static final int TASKS = 1000;

	private final LockTiers logging = new LockTiers(Enforcement.LOG, List.of());

	private final LockTiers failing = new LockTiers(Enforcement.FAIL, List.of());

	private final LockTiers off = new LockTiers(Enforcement.OFF, List.of());

	private final Path directory = Path.of(System.getProperty(CycleBenchmark.DIRECTORY));

	private final CrossProcessLock<LockHold> pack;

	private final CrossProcessLock<LockHold> packWithoutOrder;

	private final ExecutorService executor = Executors.newSingleThreadExecutor();

	private final MutationSerializer serializer = new MutationSerializer(this.executor, TASKS);

	private final String[] keys = new String[TASKS];

	/**
	 * Prepare: nothing is opened before it is acquired.
	 */
	public OrderBenchmark() {
		this.pack = packs(this.logging).pack(this.directory);
		this.packWithoutOrder = packs(this.off).pack(this.directory);
		for (int i = 0; i < TASKS; i++) {
			this.keys[i] = "key " + i;
		}
	}

	private static PackLockFiles packs(LockTiers tiers) {
		return new PackLockFiles(LockRuntime.builder().order(tiers).build(), PackLocks.FILE_NAME);
	}

	/** Ends the executor's thread. */
	@TearDown
	public void end() {
		this.executor.shutdown();
	}

	/**
	 * A pack lock that nobody else wants.
	 * @return what JMH must not optimise away
	 */
	@Benchmark
	public boolean pack() {
		return cycle(this.pack);
	}

	/**
	 * The same without an order.
	 * @return what JMH must not optimise away
	 */
	@Benchmark
	public boolean packWithoutOrder() {
		return cycle(this.packWithoutOrder);
	}

	private static boolean cycle(CrossProcessLock<LockHold> lock) {
		try (LockHold hold = lock.tryAcquire().orElseThrow()) {
			return hold.isHeld();
		}
	}

	/**
	 * A tier, where violations are logged.
	 * @return what JMH must not optimise away
	 */
	@Benchmark
	public TierScope tierLogging() {
		return cycle(this.logging);
	}

	/**
	 * A tier, where violations are refused: each place is written down.
	 * @return what JMH must not optimise away
	 */
	@Benchmark
	public TierScope tierFailing() {
		return cycle(this.failing);
	}

	/**
	 * A tier that nobody watches.
	 * @return what JMH must not optimise away
	 */
	@Benchmark
	public TierScope tierOff() {
		return cycle(this.off);
	}

	private static TierScope cycle(LockTiers tiers) {
		TierScope scope = tiers.push(LockTier.BACKEND, "backend");
		scope.close();
		return scope;
	}

	/**
	 * A task of one key.
	 * @return what JMH must not optimise away
	 */
	@Benchmark
	@OperationsPerInvocation(TASKS)
	public Object serializerOneKey() {
		CompletableFuture<Integer> last = CompletableFuture.completedFuture(0);
		for (int i = 0; i < TASKS; i++) {
			last = this.serializer.serialize("key", () -> 1);
		}
		return last.join();
	}

	/**
	 * A task of a key that has no other.
	 * @return what JMH must not optimise away
	 */
	@Benchmark
	@OperationsPerInvocation(TASKS)
	public Object serializerManyKeys() {
		CompletableFuture<Integer> last = CompletableFuture.completedFuture(0);
		for (int i = 0; i < TASKS; i++) {
			last = this.serializer.serialize(this.keys[i], () -> 1);
		}
		return last.join();
	}

	/**
	 * A task of the executor itself.
	 * @return what JMH must not optimise away
	 */
	@Benchmark
	@OperationsPerInvocation(TASKS)
	public Object plainExecutor() {
		CompletableFuture<Integer> last = CompletableFuture.completedFuture(0);
		for (int i = 0; i < TASKS; i++) {
			last = CompletableFuture.supplyAsync(() -> 1, this.executor);
		}
		return last.join();
	}

}

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

package dev.latchkey.internal.named;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockHold;
import dev.latchkey.LockOptions;
import dev.latchkey.LockState;
import dev.latchkey.LockType;
import dev.latchkey.internal.acquire.FaultyCalls;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platforms.Platforms;
import dev.latchkey.process.Effort;
import dev.latchkey.process.FlockCommand;
import dev.latchkey.process.LockTableView;
import dev.latchkey.process.OtherHolder;
import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;

class NamedSweepTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private static final long FUTURE_MICROS = 8_106_512_843_123_456L;

	@TempDir
	Path directory;

	private final LockRuntime runtime = LockRuntime.builder().build();

	private NamedLocks locks;

	private NamedLocks others;

	@BeforeEach
	void create() {
		this.locks = sweepingAfter(HOUR);
		this.others = sweepingAfter(HOUR);
	}

	@AfterEach
	void close() {
		this.locks.close();
		this.others.close();
	}

	@Test
	void keysThatAreIdleLongerThanTheTimeAreRemoved() {
		use("a", "1");
		use("a", "2");
		use("a", "3");
		idleFor(HOUR.plusSeconds(1), "a.1.flock", "a.2.flock");
		assertThat(sweep()).isEqualTo(2);
		assertThat(files()).containsExactlyInAnyOrder("a.3.flock", ".mutex");
	}

	@Test
	void keysWithATimeOfZeroStay() {
		try (NamedLocks keeping = sweepingAfter(Duration.ZERO)) {
			keeping.lock("a", "1").tryAcquire().orElseThrow().close();
			idleFor(HOUR.multipliedBy(24), "a.1.flock");
			keeping.lock("a", "2").tryAcquire().orElseThrow().close();
			assertThat(files()).contains("a.1.flock");
		}
	}

	@Test
	void namesWithoutAKeyStay() {
		use("a", null);
		use("a.b", null);
		use("long" + "x".repeat(400), null);
		files().stream().filter((name) -> name.endsWith(".flock")).forEach((name) -> idleFor(HOUR.plusDays(1), name));
		assertThat(sweep()).isZero();
		assertThat(files()).hasSize(4);
	}

	@Test
	void whatIsHeldOrLeftByADeadHolderOrHasATimeToComeStays() throws Exception {
		try (LockHold mine = this.locks.lock("job", "mine").tryAcquire().orElseThrow();
				OtherHolder other = OtherHolder.of(LockType.NAMED, this.directory)) {
			use("job", "dead");
			use("job", "flock");
			this.locks.lock("job", "paced").withCooldown(Instant.now().plus(HOUR)).tryAcquire().orElseThrow().close();
			file("job.dead.flock").put(RecordFile.SINCE, 1);
			idleFor(HOUR.plusDays(1), "job.mine.flock", "job.flock", "job.dead.flock", "job.flock.flock",
					"job.paced.flock");
			try (FlockCommand script = FlockCommand.of(this.directory.resolve("job.flock.flock"))) {
				assertThat(sweep()).isZero();
				if (Requirement.LOCK_TABLE.isMet()) {
					assertThat(this.locks.lock("job", "flock").holders()).singleElement()
						.satisfies((holder) -> assertThat(holder.pid()).isEqualTo(script.pid()));
				}
			}
			assertThat(files()).hasSize(6);
			mine.requireHeld();
			assertThat(other.isHolding()).isTrue();
		}
	}

	@Test
	void whatIsNoRecordStays() throws IOException {
		Files.writeString(this.directory.resolve("a.foreign.flock"), "precious data");
		Files.createFile(this.directory.resolve("a.touched.flock"));
		Files.write(this.directory.resolve("a.zeros.flock"), new byte[NamedRecord.SIZE]);
		Files.createDirectory(this.directory.resolve("a.directory.flock"));
		use("a", "target");
		Files.createSymbolicLink(this.directory.resolve("a.link.flock"), this.directory.resolve("a.target.flock"));
		Files.writeString(this.directory.resolve("notes.txt"), "mine");
		assertThat(Requirement.run("mkfifo", this.directory.resolve("a.fifo.flock").toString())).isTrue();
		List<String> before = files();
		assertThat(sweep()).isZero();
		assertThat(files()).containsExactlyInAnyOrderElementsOf(before);
	}

	@Test
	void tokensAfterASweepAreGreaterAlsoIfTheClockWasSetBack() {
		use("a", "1");
		file("a.1.flock").put(RecordFile.TOKEN, FUTURE_MICROS);
		idleFor(HOUR.plusSeconds(1), "a.1.flock");
		assertThat(sweep()).isOne();
		assertThat(use("a", "1")).isGreaterThan(FUTURE_MICROS);
		try (NamedLocks restarted = sweepingAfter(HOUR);
				LockHold hold = restarted.lock("b", "new").tryAcquire().orElseThrow()) {
			assertThat(hold.fencingToken()).as("the floor is the directory's").isGreaterThan(FUTURE_MICROS);
		}
	}

	@Test
	void aTokenThatIsGarbageRaisesNoFloor() {
		use("a", "1");
		use("a", "2");
		file("a.1.flock").put(RecordFile.TOKEN, FUTURE_MICROS);
		file("a.2.flock").put(RecordFile.TOKEN, Long.MAX_VALUE);
		idleFor(HOUR.plusSeconds(1), "a.1.flock", "a.2.flock");
		assertThat(sweep()).isEqualTo(2);
		assertThat(use("a", "1")).isEqualTo(FUTURE_MICROS + 1);
	}

	@Test
	void aWaiterAtASweptFileGetsTheNewOne() throws Exception {
		use("a", "1");
		Path path = this.directory.resolve("a.1.flock");
		CompletableFuture<LockHold> waiting;
		try (FlockCommand script = FlockCommand.of(path)) {
			waiting = this.others.lock("a", "1").acquireAsync(MINUTE);
			Awaitility.await().until(() -> LockTableView.waiters(path) == 1);
			Files.delete(path);
			assertThat(script.pid()).isPositive();
		}
		try (LockHold hold = waiting.get()) {
			hold.requireHeld();
			assertThat(this.locks.lock("a", "1").tryAcquire()).isEmpty();
			assertThat(this.locks.lock("a", "1").inspect().state()).isEqualTo(LockState.HELD);
		}
	}

	@Test
	void aTryWithTheSweptFileOpenGetsTheNewOne() {
		use("a", "1");
		use("a", "1");
		idleFor(HOUR.plusSeconds(1), "a.1.flock");
		Path path = this.directory.resolve("a.1.flock");
		try (FlockCommand sweeper = FlockCommand.of(path)) {
			Files.delete(path);
			assertThat(sweeper.pid()).isPositive();
			assertThat(use("a", "1")).isPositive();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void aTryGetsTheLockWhenASweepThatLostTheProcessorGoesOn() throws Exception {
		Requirement.LOCK_TABLE.require();
		use("a", "1");
		idleFor(HOUR.plusSeconds(1), "a.1.flock");
		CountDownLatch removing = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		AtomicInteger tries = new AtomicInteger();
		NamedLocks sweeping = on(before("unlink", () -> {
			removing.countDown();
			return goOn.await(1, TimeUnit.MINUTES);
		}));
		NamedLocks fresh = on(before("tryLock", tries::incrementAndGet));
		// The common pool may have one thread only, which the sweep blocks.
		Executor threads = (task) -> new Thread(task).start();
		CompletableFuture<Integer> swept = CompletableFuture.supplyAsync(() -> sweeping.directory().sweep().sweep(),
				threads);
		removing.await();
		CompletableFuture<Optional<LockHold>> tried = CompletableFuture
			.supplyAsync(() -> fresh.lock("a", "1").tryAcquire(), threads);
		Awaitility.await().until(() -> tries.get() >= 40 || tried.isDone());
		goOn.countDown();
		assertThat(swept.get()).isOne();
		assertThat(tried.get()).isPresent().get().satisfies(LockHold::close);
		sweeping.close();
		fresh.close();
	}

	private NamedLocks on(FileCalls files) {
		return new NamedLocks(FaultyCalls.runtimeOf(files), this.directory, LockOptions.defaults(), HOUR);
	}

	private static FileCalls before(String call, Callable<?> action) {
		FileCalls real = Platforms.current().files();
		return (FileCalls) Proxy.newProxyInstance(NamedSweepTests.class.getClassLoader(),
				new Class<?>[] { FileCalls.class }, (proxy, method, arguments) -> {
					if (method.getName().equals(call)) {
						Object unused = action.call();
					}
					return method.invoke(real, arguments);
				});
	}

	@Test
	void aTryIsNotBusyWhileASweepHasTheFileOfAKeyThatThisProcessNeverUsed() throws Exception {
		AtomicBoolean done = new AtomicBoolean();
		for (int i = 0; i < 50; i++) {
			use("a", Integer.toString(i));
		}
		CompletableFuture<Void> sweeping = CompletableFuture.runAsync(() -> {
			try (NamedLocks sweeping2 = sweepingAfter(Duration.ofMillis(1))) {
				while (!done.get()) {
					int unused = sweeping2.directory().sweep().sweep();
				}
			}
		});
		for (int i = 0; i < 4_000; i++) {
			String key = Integer.toString(i % 50);
			try (NamedLocks fresh = new NamedLocks(this.runtime, this.directory, LockOptions.defaults(), HOUR)) {
				Optional<LockHold> hold = fresh.lock("a", key).tryAcquire();
				assertThat(hold).as("try %d", i).isPresent();
				hold.orElseThrow().close();
			}
		}
		done.set(true);
		sweeping.get();
	}

	@Test
	void sweepsAmongThreadsLetNoTwoHoldOneKeyAndNoTokenFall() throws Exception {
		int keys = 20;
		AtomicIntegerArray inside = new AtomicIntegerArray(keys);
		long[] tokens = new long[keys];
		AtomicBoolean done = new AtomicBoolean();
		List<CompletableFuture<Void>> working = new ArrayList<>();
		NamedLocks sweepingLocks = sweepingAfter(Duration.ofMillis(1));
		working.add(CompletableFuture.runAsync(() -> {
			while (!done.get()) {
				int unused = sweepingLocks.directory().sweep().sweep();
			}
		}));
		for (NamedLocks each : List.of(this.locks, this.locks, this.others, sweepingLocks)) {
			working.add(CompletableFuture.runAsync(() -> {
				while (!done.get()) {
					int key = ThreadLocalRandom.current().nextInt(keys);
					try (LockHold hold = each.lock("a", Integer.toString(key)).acquire(MINUTE)) {
						if (inside.getAndIncrement(key) != 0 || hold.fencingToken() <= tokens[key]) {
							throw new AssertionError(
									"key " + key + " with token " + hold.fencingToken() + " after " + tokens[key]);
						}
						tokens[key] = hold.fencingToken();
						inside.decrementAndGet(key);
					}
					catch (InterruptedException ex) {
						throw new AssertionError(ex);
					}
				}
			}));
		}
		CompletableFuture<Void> all = CompletableFuture.allOf(working.toArray(CompletableFuture[]::new));
		long end = System.nanoTime() + Duration.ofSeconds(Effort.isThorough() ? 15 : 2).toNanos();
		Awaitility.await()
			.atMost(MINUTE)
			.until(() -> all.isCompletedExceptionally() || working.stream().anyMatch(CompletableFuture::isDone)
					|| System.nanoTime() > end);
		done.set(true);
		all.get();
		sweepingLocks.close();
	}

	@Test
	void keysWithoutEndLeaveABoundedDirectoryAndCostTheSame() {
		int keys = Effort.isThorough() ? 300_000 : 100_000;
		int part = keys / 10;
		List<Long> times = new ArrayList<>();
		try (NamedLocks sweeping = sweepingAfter(Duration.ofMillis(200))) {
			for (int i = 0; i < 10; i++) {
				long start = System.nanoTime();
				for (int key = i * part; key < (i + 1) * part; key++) {
					sweeping.lock("a", Integer.toString(key)).tryAcquire().orElseThrow().close();
				}
				times.add(System.nanoTime() - start);
			}
			sweeping.lock("a", "last").tryAcquire().orElseThrow().close();
			Awaitility.await().atMost(MINUTE).until(() -> {
				sweeping.lock("b", Long.toString(System.nanoTime())).tryAcquire().orElseThrow().close();
				return files().size() < 30_000;
			});
		}
		Awaitility.await()
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().equals("latchkey-sweep")));
		assertThat(Collections.min(times.subList(7, 10))).isLessThan(5 * Collections.max(times.subList(0, 5)));
	}

	private int sweep() {
		return this.locks.directory().sweep().sweep();
	}

	private long use(String name, @Nullable String key) {
		try (LockHold hold = this.locks.lock(name, key).tryAcquire().orElseThrow()) {
			return hold.fencingToken();
		}
	}

	private void idleFor(Duration time, String... names) {
		for (String name : names) {
			file(name).usedAgo(time);
		}
	}

	private RecordFile file(String name) {
		return new RecordFile(this.directory.resolve(name));
	}

	private List<String> files() {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((path) -> path.getFileName().toString()).toList();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private NamedLocks sweepingAfter(Duration time) {
		return new NamedLocks(this.runtime, this.directory, LockOptions.defaults(), time);
	}

}

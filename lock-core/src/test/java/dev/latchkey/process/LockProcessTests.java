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

package dev.latchkey.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

import dev.latchkey.LockType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every lock promises between processes, with processes that are killed and stopped.
 */
class LockProcessTests {

	@TempDir
	Path directory;

	@ParameterizedTest
	@EachFileLock
	void aHeldLockIsBusyForAnotherProcess(LockType type) {
		try (ForkedJvm one = worker(type); ForkedJvm other = worker(type)) {
			long first = token(one.ask("try"));
			assertThat(other.ask("try")).isEqualTo("busy");
			assertThat(one.ask("release")).isEqualTo("released");
			assertThat(token(other.ask("try"))).isGreaterThan(first);
		}
	}

	@ParameterizedTest
	@EachFileLock
	void aTimeoutNamesTheHolder(LockType type) {
		try (ForkedJvm holder = worker(type); ForkedJvm waiter = worker(type)) {
			assertThat(holder.ask("try")).startsWith("held");
			assertThat(waiter.ask("acquire 50")).startsWith("timeout").contains("pid " + holder.pid() + " (");
			awaitNoWaiters(type);
		}
	}

	@ParameterizedTest
	@EachFileLock
	void aWaiterGetsTheLockWhenItIsReleased(LockType type) {
		try (ForkedJvm holder = worker(type); ForkedJvm waiter = worker(type)) {
			assertThat(holder.ask("try")).startsWith("held");
			waiter.send("acquire 60000");
			awaitWaiting(type, waiter);
			assertThat(waiter.hasAnswer()).isFalse();
			assertThat(holder.ask("release")).isEqualTo("released");
			assertThat(waiter.answer()).startsWith("held");
		}
	}

	@ParameterizedTest
	@EachFileLock
	void aKilledHolderFreesTheLock(LockType type) {
		List<Long> millis = new ArrayList<>();
		try (ForkedJvm waiter = worker(type)) {
			for (int round = 0; round < 5; round++) {
				try (ForkedJvm holder = worker(type)) {
					assertThat(holder.ask("try")).startsWith("held");
					waiter.send("acquire 60000");
					awaitWaiting(type, waiter);
					long killed = System.currentTimeMillis();
					holder.kill();
					String answer = waiter.answer();
					assertThat(answer).startsWith("held");
					millis.add(Long.parseLong(answer.substring(answer.indexOf(" at ") + 4)) - killed);
					assertThat(waiter.ask("release")).isEqualTo("released");
				}
			}
		}
		Collections.sort(millis);
		System.out.println(
				type.label() + ": from kill -9 to the next holder, in ms, process start of kill included: " + millis);
	}

	@ParameterizedTest
	@EachFileLock
	void aStoppedHolderIsNotRobbed(LockType type) {
		try (ForkedJvm holder = worker(type); ForkedJvm waiter = worker(type)) {
			assertThat(holder.ask("try")).startsWith("held");
			holder.stop();
			assertThat(waiter.ask("try")).isEqualTo("busy");
			assertThat(waiter.ask("acquire 700")).startsWith("timeout").contains("pid " + holder.pid());
			holder.resume();
			assertThat(holder.ask("require")).isEqualTo("held");
			assertThat(holder.ask("release")).isEqualTo("released");
			assertThat(waiter.ask("acquire 60000")).startsWith("held");
		}
	}

	@ParameterizedTest
	@EachFileLock
	void aThousandAcquisitionsByFourProcessesDoNotOverlap(LockType type) throws IOException {
		List<ForkedJvm> workers = workers(type, 4);
		try {
			workers.forEach((worker) -> worker.send("visit 250 " + this.directory.resolve("oracle")));
			for (ForkedJvm worker : workers) {
				assertThat(worker.answer()).isEqualTo("visited 250 overlaps 0");
			}
			IntervalLog log = Oracle.logOf(this.directory.resolve("oracle"));
			assertThat(log.faults()).isEmpty();
			assertThat(log.holds()).isEqualTo(1000);
		}
		finally {
			workers.forEach(ForkedJvm::close);
		}
	}

	@ParameterizedTest
	@EachFileLock
	void processesThatAreKilledAtRandomDoNotOverlap(LockType type) throws IOException {
		int kills = Effort.isThorough() ? thoroughKills(type) : 10;
		int visits = 100 * kills;
		Path oracle = this.directory.resolve("oracle");
		try (ForkedJvm survivor = worker(type)) {
			survivor.send("visit " + visits + " " + oracle);
			CompletableFuture<Void> half = CompletableFuture.runAsync(() -> killWorkers(type, kills, oracle, 42));
			CompletableFuture<Void> otherHalf = CompletableFuture.runAsync(() -> killWorkers(type, kills, oracle, 43));
			CompletableFuture.allOf(half, otherHalf).join();
			assertThat(survivor.answer()).isEqualTo("visited " + visits + " overlaps 0");
			IntervalLog log = Oracle.logOf(oracle);
			assertThat(log.faults()).isEmpty();
			assertThat(log.holds()).isGreaterThan(visits);
		}
	}

	private static int thoroughKills(LockType type) {
		return switch (type) {
			case NAMED -> 250;
			case HELD_FILE -> 50;
			default -> 10;
		};
	}

	private void killWorkers(LockType type, int kills, Path oracle, long seed) {
		Random random = new Random(seed);
		ForkedJvm victim = worker(type);
		for (int kill = 0; kill < kills; kill++) {
			victim.send("visit 1000000 " + oracle);
			// Starting the next one takes some time; a random part more makes the moment
			// of the kill random too.
			ForkedJvm next = worker(type);
			LockSupport.parkNanos(random.nextInt(20_000_000));
			victim.kill();
			victim = next;
		}
		victim.close();
	}

	private ForkedJvm worker(LockType type) {
		return LockWorker.start(type, this.directory.resolve("locks"));
	}

	private List<ForkedJvm> workers(LockType type, int count) {
		List<ForkedJvm> workers = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			workers.add(worker(type));
		}
		return workers;
	}

	private void awaitWaiting(LockType type, ForkedJvm worker) {
		Awaitility.await().until(() -> LockTableView.isWaiting(file(type), worker));
	}

	private void awaitNoWaiters(LockType type) {
		Awaitility.await().until(() -> LockTableView.waiters(file(type)) == 0);
	}

	private Path file(LockType type) {
		return this.directory.resolve("locks").resolve(TestLock.fileName(type));
	}

	private static long token(String answer) {
		assertThat(answer).startsWith("held ");
		return Long.parseLong(answer.split(" ", -1)[1]);
	}

}

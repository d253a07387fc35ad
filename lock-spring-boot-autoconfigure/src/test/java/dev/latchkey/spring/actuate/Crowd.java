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

package dev.latchkey.spring.actuate;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.Set;
import java.util.TreeSet;

import dev.latchkey.LockHold;
import dev.latchkey.LockOptions;
import dev.latchkey.internal.acquire.ActiveLocks;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.named.NamedLock;
import dev.latchkey.internal.named.NamedLocks;
import dev.latchkey.internal.waits.WaitRegistry;
import dev.latchkey.process.ForkedJvm;

/**
 * One of some processes that hold 50 locks each, and wait for those of the next one with
 * some threads. As a program it answers what it holds and waits for.
 */
final class Crowd implements AutoCloseable {

	static final int LOCKS = 50;

	final ActiveLocks activeLocks = new ActiveLocks();

	final LockRuntime runtime = LockRuntime.builder().listeners(List.of(this.activeLocks)).build();

	final NamedLocks locks;

	final WaitRegistry board;

	private final int number;

	private final List<LockHold> holds = new ArrayList<>();

	private final Map<Thread, NamedLock> waiters = new LinkedHashMap<>();

	Crowd(Path directory, int number) {
		this.locks = new NamedLocks(this.runtime, directory, LockOptions.defaults());
		this.number = number;
		this.board = new WaitRegistry(this.runtime, this.activeLocks, directory);
	}

	/**
	 * Run as a program.
	 * @param arguments the lock directory, the number of this process, the number of the
	 * next one and how many threads wait
	 */
	public static void main(String... arguments) {
		try (Crowd crowd = new Crowd(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
				Scanner commands = new Scanner(System.in, StandardCharsets.UTF_8)) {
			crowd.hold();
			ForkedJvm.reply("holds");
			while (commands.hasNextLine()) {
				if (commands.nextLine().equals("wait")) {
					crowd.await(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
				}
				ForkedJvm.reply(String.join(" ", crowd.report()));
			}
		}
	}

	void hold() {
		for (int lock = 0; lock < LOCKS; lock++) {
			this.holds.add(lock(this.number, lock).tryAcquire().orElseThrow());
		}
	}

	void await(int next, int threads) {
		for (int lock = 0; lock < threads; lock++) {
			NamedLock wanted = lock(next, lock);
			Thread thread = new Thread(() -> awaitLock(wanted), "waiter-" + lock);
			thread.setDaemon(true);
			thread.start();
			this.waiters.put(thread, wanted);
		}
	}

	private void awaitLock(NamedLock lock) {
		try (LockHold hold = lock.acquire(Duration.ofMinutes(10))) {
			assert hold.isHeld();
		}
		catch (InterruptedException ex) {
			// The crowd parts.
		}
	}

	/** Tell, from the outside of all locks, what this process has and wants. */
	Set<String> report() {
		long pid = ProcessHandle.current().pid();
		Set<String> report = new TreeSet<>();
		this.holds.forEach((hold) -> report.add(pid + ":holds:" + hold.id().path().getFileName()));
		this.waiters.forEach(
				(thread, wanted) -> report.add(pid + ":" + thread.getName() + ":" + wanted.id().path().getFileName()));
		return report;
	}

	private NamedLock lock(int process, int lock) {
		return this.locks.lock("crowd", process + "-" + lock);
	}

	@Override
	public void close() {
		this.waiters.keySet().forEach(Thread::interrupt);
		this.holds.forEach(LockHold::close);
		this.board.close();
	}

}

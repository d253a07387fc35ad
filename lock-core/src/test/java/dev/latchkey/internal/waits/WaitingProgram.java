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

package dev.latchkey.internal.waits;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import dev.latchkey.Deadlock;
import dev.latchkey.LatchkeyException;
import dev.latchkey.LockCaller;
import dev.latchkey.LockHold;
import dev.latchkey.LockOptions;
import dev.latchkey.contract.EventCallbacks;
import dev.latchkey.internal.acquire.ActiveLocks;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.heldfile.HeldFileLocks;
import dev.latchkey.process.ForkedJvm;

/**
 * A program whose one worker thread holds locks and waits for others. Its commands:
 * {@code hold NAME}, {@code wait NAME MILLIS}, {@code release NAME}, {@code reports},
 * {@code others} and {@code endings}.
 */
final class WaitingProgram {

	private final AtomicInteger reports = new AtomicInteger();

	private final AtomicInteger endings = new AtomicInteger();

	private final Map<String, LockHold> holds = new ConcurrentHashMap<>();

	private final ExecutorService worker = Executors.newSingleThreadExecutor((task) -> new Thread(task, "the worker"));

	private final Path directory;

	private final HeldFileLocks locks;

	private final WaitRegistry board;

	private WaitingProgram(Path directory) {
		ActiveLocks activeLocks = new ActiveLocks();
		LockRuntime runtime = LockRuntime.builder().listeners(List.of(activeLocks, new EventCallbacks() {

			@Override
			public void deadlocked(Deadlock deadlock) {
				WaitingProgram.this.reports.incrementAndGet();
			}

			@Override
			public void deadlockEnded(Deadlock deadlock) {
				WaitingProgram.this.endings.incrementAndGet();
			}

		})).build();
		this.directory = directory;
		this.locks = new HeldFileLocks(runtime, LockOptions.defaults());
		this.board = new WaitRegistry(runtime, activeLocks, directory);
		Runtime.getRuntime().addShutdownHook(new Thread(this.board::close));
	}

	static ForkedJvm start(Path directory) {
		return ForkedJvm.start(WaitingProgram.class, directory.toString());
	}

	static ForkedJvm startIn(Map<String, String> environment, Path directory) {
		return ForkedJvm.startWithEnvironment(environment, WaitingProgram.class, directory.toString());
	}

	/**
	 * Run until there are no more commands.
	 * @param arguments the lock directory
	 * @throws Exception if something fails
	 */
	public static void main(String... arguments) throws Exception {
		WaitingProgram program = new WaitingProgram(Path.of(arguments[0]));
		try (Scanner commands = new Scanner(System.in, StandardCharsets.UTF_8)) {
			while (commands.hasNextLine()) {
				ForkedJvm.reply(program.run(commands.nextLine().split(" ")));
			}
		}
		System.exit(0);
	}

	private String run(String... command) throws Exception {
		return switch (command[0]) {
			case "hold" -> this.worker.submit(() -> acquire(command[1], Duration.ofSeconds(30))).get();
			case "wait" -> begin(command[1], Duration.ofMillis(Long.parseLong(command[2])));
			case "release" -> release(command[1]);
			case "reports" -> this.reports.toString();
			case "others" -> Integer.toString(this.board.inspect().processes().size());
			case "endings" -> this.endings.toString();
			default -> throw new IllegalArgumentException(command[0]);
		};
	}

	private String begin(String name, Duration time) {
		Future<?> unused = this.worker.submit(() -> acquire(name, time));
		return "begun";
	}

	private String acquire(String name, Duration time) throws InterruptedException {
		try {
			LockHold hold = LockCaller.<LockHold, InterruptedException>at("the " + name + " step",
					() -> this.locks.lock(this.directory.resolve(name)).acquire(time));
			this.holds.put(name, hold);
			return "held";
		}
		catch (LatchkeyException ex) {
			return "not held";
		}
	}

	private String release(String name) {
		LockHold hold = this.holds.remove(name);
		if (hold != null) {
			hold.close();
		}
		return "released";
	}

}

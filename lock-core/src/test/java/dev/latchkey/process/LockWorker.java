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
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import dev.latchkey.LockEvent;
import dev.latchkey.LockFileException;
import dev.latchkey.LockHold;
import dev.latchkey.LockLostException;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockType;

/**
 * A process that acquires and releases one lock, as it is told.
 */
public final class LockWorker {

	/** The news of a worker that begins to wait. */
	static final String WAITS = "waits";

	private static final String GOES_ON = "goes on";

	private final TestLock lock;

	private @Nullable LockHold hold;

	private @Nullable Oracle oracle;

	private LockWorker(TestLock lock) {
		this.lock = lock;
	}

	public static void main(String[] arguments) throws Exception {
		try {
			TestLock lock = TestLock.of(LockType.valueOf(arguments[0]), Path.of(arguments[1]), LockWorker::tellWait);
			ForkedJvm.reply("ready");
			new LockWorker(lock).serve();
		}
		catch (LockFileException ex) {
			ForkedJvm.reply("refused " + ex.getMessage());
		}
	}

	private static void tellWait(LockEvent event) {
		if (event instanceof LockEvent.WaitStarted) {
			ForkedJvm.tell(WAITS);
		}
		else if (event instanceof LockEvent.WaitEnded) {
			ForkedJvm.tell(GOES_ON);
		}
	}

	private void serve() throws Exception {
		for (String line = ForkedJvm.awaitCommand(); line != null; line = ForkedJvm.awaitCommand()) {
			ForkedJvm.reply(obey(line.split(" ", -1)));
		}
	}

	/**
	 * Start a worker and await that it is ready.
	 * @param type the kind of its lock
	 * @param directory where the lock's files are
	 * @return the process
	 */
	public static ForkedJvm start(LockType type, Path directory) {
		return ready(ForkedJvm.start(LockWorker.class, type.name(), directory.toString()));
	}

	/**
	 * Start a worker whose user seems to have used up the queue of signals.
	 * @param type the kind of its lock
	 * @param directory where the lock's files are
	 * @return the process
	 */
	public static ForkedJvm startWithoutQueuedSignals(LockType type, Path directory) {
		return ready(ForkedJvm.startWithoutQueuedSignals(LockWorker.class, type.name(), directory.toString()));
	}

	private static ForkedJvm ready(ForkedJvm worker) {
		if (!worker.answer().equals("ready")) {
			throw new AssertionError("The worker did not start");
		}
		return worker;
	}

	private String obey(String[] command) throws Exception {
		return switch (command[0]) {
			case "try" -> tryOnce();
			case "try-at" -> tryAt(Long.parseLong(command[1]));
			case "acquire" -> acquire(Duration.ofMillis(Long.parseLong(command[1])));
			case "interrupt" -> interrupt();
			case "release" -> release();
			case "require" -> require();
			case "store" -> store(new FencedResource(Path.of(command[1])));
			case "once" -> visitOnce(Path.of(command[1]));
			case "visit" -> visit(Integer.parseInt(command[1]), new Oracle(Path.of(command[2])));
			default -> throw new IllegalArgumentException(command[0]);
		};
	}

	private String tryOnce() {
		this.hold = this.lock.tryAcquire().orElse(null);
		return (this.hold != null) ? "held " + this.hold.fencingToken() : "busy";
	}

	/** Several that try at the same moment must not wait for each other's commands. */
	private String tryAt(long millis) {
		while (System.currentTimeMillis() < millis) {
			Thread.onSpinWait();
		}
		return tryOnce();
	}

	private String acquire(Duration time) throws InterruptedException {
		try {
			this.hold = this.lock.acquire(time);
			return "held " + this.hold.fencingToken() + " at " + System.currentTimeMillis();
		}
		catch (LockTimeoutException ex) {
			return "timeout " + ex.getMessage();
		}
	}

	/** Wait in another thread, and interrupt that as soon as it waits in the kernel. */
	private String interrupt() throws Exception {
		FutureTask<String> waiting = new FutureTask<>(() -> {
			try {
				return acquire(Duration.ofMinutes(1));
			}
			catch (InterruptedException ex) {
				return "interrupted";
			}
		});
		Thread waiter = new Thread(waiting);
		waiter.start();
		Awaitility.await().until(() -> LockTableView.waiters(this.lock.file()) == 1);
		waiter.interrupt();
		return waiting.get();
	}

	private String release() {
		if (this.hold != null) {
			this.hold.close();
		}
		return "released";
	}

	private String require() {
		try {
			if (this.hold != null) {
				this.hold.requireHeld();
			}
			return "held";
		}
		catch (LockLostException ex) {
			return "lost";
		}
	}

	private String store(FencedResource resource) throws IOException {
		return (this.hold != null && resource.store(this.hold.fencingToken())) ? "stored" : "refused";
	}

	private String visitOnce(Path oracleFile) throws IOException {
		Oracle oracle = this.oracle;
		if (oracle == null) {
			oracle = new Oracle(oracleFile);
			this.oracle = oracle;
		}
		Optional<? extends LockHold> tried = this.lock.tryAcquire();
		if (tried.isEmpty()) {
			return "busy";
		}
		try (LockHold held = tried.get()) {
			oracle.visit(held.fencingToken(), held::requireHeld);
		}
		return "visited overlaps " + oracle.overlaps();
	}

	private String visit(int times, Oracle oracle) throws IOException, InterruptedException {
		long last = 0;
		for (int i = 0; i < times; i++) {
			try (LockHold hold = this.lock.acquire(Duration.ofMinutes(1))) {
				if (hold.fencingToken() <= last) {
					return "the token fell from " + last + " to " + hold.fencingToken();
				}
				last = hold.fencingToken();
				oracle.visit(last, () -> LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(200_000)));
			}
		}
		return "visited " + times + " overlaps " + oracle.overlaps();
	}

}

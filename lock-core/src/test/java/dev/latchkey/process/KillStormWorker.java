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

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

import dev.latchkey.LockHold;
import dev.latchkey.LockListener;
import dev.latchkey.LockType;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platforms.Platforms;

/**
 * A process of a storm: threads that acquire one lock, each by objects of its own, and
 * look at its file now and then, until the process is told to stop, or killed.
 */
final class KillStormWorker {

	private static final int THREADS = 2;

	private final FileCalls files = Platforms.current().files();

	private final SharedSection section;

	private volatile boolean stopped;

	private KillStormWorker(SharedSection section) {
		this.section = section;
	}

	public static void main(String[] arguments) throws InterruptedException {
		Path directory = Path.of(arguments[1]);
		KillStormWorker worker = new KillStormWorker(new SharedSection(directory.resolve("section")));
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			TestLock lock = TestLock.of(LockType.valueOf(arguments[0]), directory.resolve("locks"), LockListener.NONE);
			Thread thread = new Thread(() -> worker.repeat(lock));
			thread.start();
			threads.add(thread);
		}
		ForkedJvm.reply("ready");
		if (ForkedJvm.awaitCommand() == null) {
			Runtime.getRuntime().halt(1);
		}
		worker.stopped = true;
		for (Thread thread : threads) {
			thread.join();
		}
		ForkedJvm.reply("stopped");
	}

	private void repeat(TestLock lock) {
		try (lock) {
			while (!this.stopped) {
				hold(lock, ThreadLocalRandom.current());
			}
		}
		catch (Throwable ex) {
			this.section.fault("FAILURE: " + ex + " at " + List.of(ex.getStackTrace()));
		}
	}

	private void hold(TestLock lock, ThreadLocalRandom random) throws InterruptedException {
		Optional<? extends LockHold> tried = (random.nextInt(4) == 0) ? lock.tryAcquire()
				: Optional.of(lock.acquire(Duration.ofMinutes(1)));
		if (tried.isPresent()) {
			try (LockHold hold = tried.get()) {
				this.section.visit(hold.fencingToken(), () -> linger(lock, random));
				hold.requireHeld();
			}
		}
	}

	private void linger(TestLock lock, ThreadLocalRandom random) {
		switch (random.nextInt(16)) {
			case 0 -> LockSupport.parkNanos(random.nextLong(3_000_000));
			case 1, 2, 3, 4 -> LockSupport.parkNanos(random.nextLong(50_000));
			case 5 -> look(NativePath.of(lock.file()));
			default -> {
			}
		}
	}

	/** An opening that ends must leave the lock to the one that has it. */
	private void look(NativePath file) {
		this.files.close(this.files.openToLook(file));
	}

}

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

package dev.latchkey.internal.pack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import dev.latchkey.CrossProcessLock;
import dev.latchkey.LockHold;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.pack.PackLocks;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.Oracle;

/**
 * A process whose threads acquire packs in every way, give waits up, and remove lock
 * files, until each has been in so often.
 */
final class PackStormWorker implements Callable<PackStormWorker.Tally> {

	private static final int THREADS = 3;

	private final List<PackLock> packs = new ArrayList<>();

	private final List<Oracle> oracles = new ArrayList<>();

	private final int visits;

	private int cancelled;

	private int removed;

	private PackStormWorker(Path directory, int packs, int visits) throws IOException {
		PackLockFiles locks = new PackLockFiles(LockRuntime.builder().build(), PackLocks.FILE_NAME);
		for (int i = 0; i < packs; i++) {
			this.packs.add(locks.pack(directory.resolve("pack" + i)));
			this.oracles.add(new Oracle(directory.resolve("oracle" + i)));
		}
		this.visits = visits;
	}

	public static void main(String[] arguments) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		List<Future<Tally>> tallies = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			tallies.add(threads.submit(new PackStormWorker(Path.of(arguments[0]), Integer.parseInt(arguments[1]),
					Integer.parseInt(arguments[2]))));
		}
		ForkedJvm.reply("ready");
		Tally sum = new Tally(0, 0, 0);
		for (Future<Tally> tally : tallies) {
			sum = sum.plus(tally.get());
		}
		ForkedJvm.reply("overlaps " + sum.overlaps + " cancelled " + sum.cancelled + " removed " + sum.removed);
		System.exit(0);
	}

	@Override
	public Tally call() throws Exception {
		for (int done = 0; done < this.visits;) {
			int index = ThreadLocalRandom.current().nextInt(this.packs.size());
			try (LockHold hold = acquire(this.packs.get(index))) {
				if (hold != null) {
					done++;
					this.oracles.get(index)
						.visit(hold.fencingToken(),
								() -> LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(100_000)));
					removeAtTimes(hold);
				}
			}
		}
		return new Tally(this.oracles.stream().mapToLong(Oracle::overlaps).sum(), this.cancelled, this.removed);
	}

	/** Whoever waits or comes now must not take the old file for the lock. */
	private void removeAtTimes(LockHold hold) {
		if (ThreadLocalRandom.current().nextInt(10) == 0) {
			try {
				// If the hold was lost before, this is another's file: that one is not
				// let down.
				hold.requireHeld();
				Files.delete(hold.id().path());
				this.removed++;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	private @Nullable LockHold acquire(CrossProcessLock<LockHold> pack) throws Exception {
		return switch (ThreadLocalRandom.current().nextInt(4)) {
			case 0 -> pack.acquire();
			case 1 -> pack.tryAcquire().orElse(null);
			case 2 -> acquireForAMoment(pack).orElse(null);
			default -> acquireUnlessCancelled(pack);
		};
	}

	private static Optional<LockHold> acquireForAMoment(CrossProcessLock<LockHold> pack) throws InterruptedException {
		try {
			return Optional.of(pack.acquire(Duration.ofNanos(ThreadLocalRandom.current().nextLong(500_000))));
		}
		catch (LockTimeoutException ex) {
			return Optional.empty();
		}
	}

	private @Nullable LockHold acquireUnlessCancelled(CrossProcessLock<LockHold> pack) {
		CompletableFuture<LockHold> coming = pack.acquireAsync();
		LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(300_000));
		if (coming.cancel(true)) {
			this.cancelled++;
			return null;
		}
		return coming.join();
	}

	record Tally(long overlaps, int cancelled, int removed) {

		Tally plus(Tally other) {
			return new Tally(this.overlaps + other.overlaps, this.cancelled + other.cancelled,
					this.removed + other.removed);
		}

	}

}

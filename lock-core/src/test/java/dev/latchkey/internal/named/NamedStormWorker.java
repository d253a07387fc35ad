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

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockLostException;
import dev.latchkey.LockOptions;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.contract.EventCallbacks;
import dev.latchkey.internal.acquire.FaultyCalls;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.lockfile.FencingToken;
import dev.latchkey.internal.named.StormBoard.Count;
import dev.latchkey.process.ForkedJvm;

/**
 * A process of a storm: it acquires locks, breaks them or sweeps them, until it is told
 * to stop, or killed.
 */
final class NamedStormWorker {

	private static final int THREADS = 3;

	/** Short, so that a holder that is stopped for a moment may be broken. */
	private static final LockOptions OPTIONS = LockOptions.of(Duration.ofMillis(150), Duration.ofMillis(50));

	private final Path directory;

	private final StormBoard board;

	private final Map<StormLock, StormOracle> oracles = new EnumMap<>(StormLock.class);

	private volatile boolean stopped;

	private NamedStormWorker(Path directory, Role role) {
		this.directory = directory;
		this.board = new StormBoard(directory);
		for (StormLock lock : StormLock.values()) {
			StormOracle oracle = new StormOracle(directory, lock, this.board, role);
			oracle.endOpenRemoval();
			this.oracles.put(lock, oracle);
		}
	}

	public static void main(String[] arguments) throws InterruptedException {
		Role role = Role.valueOf(arguments[0]);
		NamedStormWorker worker = new NamedStormWorker(Path.of(arguments[1]), role);
		List<Thread> threads = worker.start(role);
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

	private List<Thread> start(Role role) {
		List<Thread> threads = new ArrayList<>();
		NamedLocks locks = locks(role);
		for (int i = 0; i < ((role == Role.HOLDER) ? THREADS : 1); i++) {
			Thread thread = new Thread(() -> repeat(role, locks));
			thread.start();
			threads.add(thread);
		}
		return threads;
	}

	private NamedLocks locks(Role role) {
		LockRuntime runtime = (role == Role.HOLDER) ? LockRuntime.builder().listeners(List.of(new Deaths())).build()
				: FaultyCalls.runtimeOf(new RemoverCalls(new Removals()).calls());
		Duration sweepAfter = (role == Role.SWEEPER) ? Duration.ofMillis(1) : Duration.ZERO;
		return new NamedLocks(runtime, locks(this.directory), OPTIONS, sweepAfter);
	}

	static Path locks(Path directory) {
		return directory.resolve("locks");
	}

	private void repeat(Role role, NamedLocks locks) {
		while (!this.stopped) {
			try {
				switch (role) {
					case HOLDER -> hold(locks, anyLock());
					case BREAKER -> breakStalled(locks);
					case SWEEPER -> sweep(locks);
				}
			}
			catch (LockFileException ex) {
				this.board.add(Count.REFUSED, 1);
			}
			catch (InternalError ex) {
				// The stranger has cut off a file that is mapped.
				this.board.add(Count.CUT_OFF, 1);
			}
			catch (Throwable ex) {
				this.board.fault(role + " failed: " + ex + " at " + List.of(ex.getStackTrace()));
			}
		}
	}

	private static StormLock anyLock() {
		List<StormLock> all = List.of(StormLock.values());
		return all.get(ThreadLocalRandom.current().nextInt(all.size()));
	}

	private void breakStalled(NamedLocks locks) {
		for (StormLock lock : StormLock.values()) {
			if (lock.in(locks).breakStalled().breakable()) {
				this.board.add(Count.BROKEN, 1);
			}
		}
		pause(2_000_000);
	}

	private void sweep(NamedLocks locks) {
		this.board.add(Count.SWEPT, locks.directory().sweep().sweep());
		pause(3_000_000);
	}

	private StormOracle oracle(StormLock lock) {
		StormOracle oracle = this.oracles.get(lock);
		if (oracle == null) {
			throw new IllegalArgumentException("No oracle of " + lock);
		}
		return oracle;
	}

	private void hold(NamedLocks locks, StormLock lock) throws Exception {
		long asked = FencingToken.now();
		LockHold hold = acquired(lock.in(locks));
		if (hold == null) {
			this.board.add(Count.BUSY, 1);
			return;
		}
		this.board.add(Count.ACQUIRED, 1);
		try {
			visit(hold, oracle(lock), asked);
		}
		finally {
			hold.close();
		}
	}

	private static void visit(LockHold hold, StormOracle oracle, long asked) {
		long token = hold.fencingToken();
		boolean alone = oracle.enter(token, asked);
		try {
			linger();
			if (ThreadLocalRandom.current().nextInt(4) == 0) {
				hold.requireHeld();
			}
		}
		catch (LockLostException ex) {
			oracle.lost(token, asked);
			return;
		}
		finally {
			if (alone) {
				oracle.leave();
			}
		}
		try {
			hold.closeHeld();
		}
		catch (LockLostException ex) {
			oracle.lost(token, asked);
		}
	}

	private static void linger() {
		switch (ThreadLocalRandom.current().nextInt(16)) {
			case 0 -> pause(4_000_000);
			case 1, 2, 3 -> pause(20_000);
			default -> {
			}
		}
	}

	private static void pause(long nanos) {
		LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(nanos));
	}

	private @Nullable LockHold acquired(NamedLock lock) throws Exception {
		try {
			return acquire(lock, ThreadLocalRandom.current());
		}
		catch (LockTimeoutException ex) {
			return null;
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof LockTimeoutException) {
				return null;
			}
			if (ex.getCause() instanceof Error cause) {
				throw cause;
			}
			throw (ex.getCause() instanceof LockFileException cause) ? cause : ex;
		}
	}

	private static @Nullable LockHold acquire(NamedLock lock, ThreadLocalRandom random) throws Exception {
		return switch (random.nextInt(8)) {
			case 0, 1 -> lock.tryAcquire().orElse(null);
			case 2, 3 -> lock.tryAcquire(Duration.ofMillis(random.nextInt(20))).orElse(null);
			case 4 -> lock.withCooldown(Instant.now().plusMillis(random.nextInt(3))).tryAcquire().orElse(null);
			case 5 -> lock.acquireAsync(Duration.ofMillis(500)).get();
			default -> lock.acquire(Duration.ofMillis(500));
		};
	}

	/** Reports to the oracles what a breaker or sweeper does. */
	private final class Removals implements RemoverCalls.Observer {

		@Override
		public void marks(Path file, long token) {
			lockOf(file).ifPresent((lock) -> oracle(lock).judge(token));
		}

		@Override
		public void removes(Path file) {
			lockOf(file).ifPresent((lock) -> oracle(lock).removes());
		}

		@Override
		public void removed(Path file, long nanos) {
			lockOf(file).ifPresent((lock) -> oracle(lock).removed(nanos));
		}

		private Optional<StormLock> lockOf(Path file) {
			return Stream.of(StormLock.values()).filter((lock) -> file.endsWith(lock.fileName())).findAny();
		}

	}

	private final class Deaths extends EventCallbacks {

		@Override
		public void takenOver(LockId id, LockHolder holder) {
			NamedStormWorker.this.board.add(Count.DIED, 1);
		}

	}

	enum Role {

		HOLDER, BREAKER, SWEEPER

	}

}

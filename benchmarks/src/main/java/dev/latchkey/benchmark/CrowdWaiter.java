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

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.management.OperatingSystemMXBean;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockHold;
import dev.latchkey.LockOptions;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.claim.ClaimDirectory;
import dev.latchkey.internal.heldfile.HeldFileLocks;
import dev.latchkey.internal.named.NamedLocks;
import dev.latchkey.internal.platform.Threads;

/**
 * A JVM with many threads that wait for busy locks until the same instant. It prints how
 * many milliseconds after it they were told (median, 99th percentile, longest), how many
 * in a hundred were told a holder, and the processor time of all in milliseconds.
 */
final class CrowdWaiter {

	/** By then all wait, however long it takes to start them. */
	private static final long WAIT_NANOS = 8_000_000_000L;

	private static final int LONGEST_SECONDS = 120;

	private CrowdWaiter() {
	}

	/**
	 * Wait.
	 * @param arguments the lock type, the directory, how many threads, and how many locks
	 * they share
	 */
	public static void main(String[] arguments) throws Exception {
		Peer.logProblemsOnly();
		Waiting lock = locks(MeasuredLock.valueOf(arguments[0]), Path.of(arguments[1]));
		int crowd = Integer.parseInt(arguments[2]);
		int keys = Integer.parseInt(arguments[3]);
		double[] late = new double[crowd];
		AtomicInteger named = new AtomicInteger();
		AtomicInteger wrong = new AtomicInteger();
		CountDownLatch told = new CountDownLatch(crowd);
		long end = System.nanoTime() + WAIT_NANOS;
		for (int i = 0; i < crowd; i++) {
			int number = i;
			Threads.startWaiting("waiter-" + i, () -> {
				try {
					LockHold hold = lock.acquire(number % keys, Duration.ofNanos(end - System.nanoTime()));
					hold.close();
					wrong.incrementAndGet();
				}
				catch (LockTimeoutException ex) {
					late[number] = System.nanoTime() - end;
					named.addAndGet(ex.holders().isEmpty() ? 0 : 1);
				}
				catch (InterruptedException | LatchkeyException ex) {
					ex.printStackTrace();
					wrong.incrementAndGet();
				}
				told.countDown();
			});
		}
		OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
		boolean early = told.await(end - System.nanoTime() - 10_000_000, TimeUnit.NANOSECONDS);
		long processor = system.getProcessCpuTime();
		boolean all = told.await(LONGEST_SECONDS, TimeUnit.SECONDS);
		processor = system.getProcessCpuTime() - processor;
		if (early || wrong.get() > 0) {
			throw new IllegalStateException(wrong + " waits did not run out");
		}
		if (!all) {
			System.err.println(told.getCount() + " waits go on after " + LONGEST_SECONDS + " s");
		}
		Figures figures = new Figures(late);
		System.out.println(figures.median() / 1e6);
		System.out.println(figures.percentile(99) / 1e6);
		System.out.println(all ? figures.greatest() / 1e6 : Double.POSITIVE_INFINITY);
		System.out.println(100.0 * named.get() / crowd);
		System.out.println(processor / 1e6);
		// Those that go on are not waited for.
		System.exit(0);
	}

	private static Waiting locks(MeasuredLock type, Path directory) {
		LockRuntime runtime = LockRuntime.builder().build();
		if (type == MeasuredLock.CLAIM) {
			ClaimDirectory claims = ClaimDirectory.open(directory, runtime);
			return (number, time) -> claims.claim("claim-" + number, new byte[0]).acquire(time);
		}
		if (type == MeasuredLock.NAMED) {
			NamedLocks locks = new NamedLocks(runtime, directory, LockOptions.defaults());
			return (number, time) -> locks.lock(key(number)).acquire(time);
		}
		HeldFileLocks files = new HeldFileLocks(runtime, LockOptions.defaults());
		return (number, time) -> files.lock(MeasuredLock.HELD_FILE.file(directory, key(number))).acquire(time);
	}

	/**
	 * Returns the key of a lock that is not a claim.
	 * @param number its number
	 * @return the key
	 */
	static String key(int number) {
		return "waited-" + number;
	}

	/**
	 * Waits for one of many locks.
	 */
	private interface Waiting {

		LockHold acquire(int number, Duration time) throws InterruptedException;

	}

}

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

package dev.latchkey.internal.wait;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.Platform;
import dev.latchkey.internal.platform.Threads;

/**
 * Waits for file locks in the kernel, which hands a lock over in microseconds and spends
 * no time waiting.
 *
 * <p>
 * A platform thread waits there itself. A virtual thread must not, because it would pin
 * its carrier: a helper thread waits for it. The number of threads in the kernel is
 * bounded; those beyond it poll with a growing pause.
 */
public final class KernelWaits {

	private static final long HELPERS_IDLE_SECONDS = 10;

	private static final ThreadPoolExecutor helpers = helpers();

	private static final long FIRST_PAUSE_NANOS = 500_000;

	private final Platform platform;

	private final Timers deadlines;

	private final Semaphore slots;

	private final long longestPauseNanos;

	public KernelWaits(Platform platform, Timers deadlines, int slots, Duration pollInterval) {
		this.platform = platform;
		this.deadlines = deadlines;
		this.slots = new Semaphore(slots);
		this.longestPauseNanos = pollInterval.toNanos();
	}

	private static ThreadPoolExecutor helpers() {
		AtomicInteger number = new AtomicInteger();
		return new ThreadPoolExecutor(0, Integer.MAX_VALUE, HELPERS_IDLE_SECONDS, TimeUnit.SECONDS,
				new SynchronousQueue<>(), (task) -> {
					Thread thread = new Thread(task, "latchkey-wait-" + number.incrementAndGet());
					thread.setDaemon(true);
					return thread;
				});
	}

	/**
	 * Says whether helper threads end as soon as they have nothing to do.
	 * @param end whether they do; after ten seconds, if not
	 */
	public static void endHelpersWhenIdle(boolean end) {
		helpers.setKeepAliveTime(end ? 0 : HELPERS_IDLE_SECONDS, TimeUnit.SECONDS);
	}

	/**
	 * Waits until a file is locked.
	 * @param file the file; a lock that it has is given up first
	 * @param shared whether to share the lock with others who do the same
	 * @param deadline when to give up
	 * @return whether it is locked now
	 * @throws InterruptedException if the thread was interrupted; nothing is locked then
	 */
	public boolean lock(LockableFile file, boolean shared, Deadline deadline) throws InterruptedException {
		if (!this.slots.tryAcquire()) {
			return poll(file, shared, deadline);
		}
		try (Wait wait = new Wait(file, shared, deadline)) {
			return Threads.isCurrentVirtual() ? wait.onHelper() : wait.outcome(wait.call.lock(true));
		}
		finally {
			this.slots.release();
		}
	}

	/**
	 * Waits until a file is locked, for a short time and whatever interrupts come; they
	 * are kept.
	 * @param file the file; a lock that it has is given up first
	 * @param shared whether to share the lock with others who do the same
	 * @param deadline when to give up
	 * @return whether it is locked now
	 */
	public boolean lockUninterruptibly(LockableFile file, boolean shared, Deadline deadline) {
		try (Wait wait = new Wait(file, shared, deadline)) {
			return wait.outcome(Threads.isCurrentVirtual() ? help(wait.call).join() : wait.call.lockUninterruptibly());
		}
	}

	private static CompletableFuture<Integer> help(BlockingLock call) {
		try {
			return CompletableFuture.supplyAsync(call::lockUninterruptibly, helpers);
		}
		catch (OutOfMemoryError ex) {
			throw Threads.cannotBeStarted("latchkey-wait", ex);
		}
	}

	private boolean poll(LockableFile file, boolean shared, Deadline deadline) throws InterruptedException {
		long pause = FIRST_PAUSE_NANOS;
		while (!(shared ? file.tryLockShared() : file.tryLockOnce())) {
			if (deadline.hasCome()) {
				return false;
			}
			LockSupport.parkNanos(this, Math.min(pause, deadline.remainingNanos()));
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
			pause = Math.min(2 * pause, this.longestPauseNanos);
		}
		return true;
	}

	int slotsLeft() {
		return this.slots.availablePermits();
	}

	/**
	 * One wait, with the alarm that ends it.
	 */
	private final class Wait implements Timers.Timer, AutoCloseable {

		private final LockableFile file;

		private final Deadline deadline;

		private final BlockingLock call;

		Wait(LockableFile file, boolean shared, Deadline deadline) {
			this.file = file;
			this.deadline = deadline;
			this.call = new BlockingLock(KernelWaits.this.platform, file.number(), shared);
			if (deadline.isLimited()) {
				KernelWaits.this.deadlines.set(this);
			}
		}

		boolean outcome(int result) {
			if (result < 0 && !Errno.EINTR.is(result)) {
				throw this.file.failure("cannot be locked", result);
			}
			return result == 0;
		}

		boolean onHelper() throws InterruptedException {
			CompletableFuture<Integer> helper = help(this.call);
			try {
				return outcome(helper.get());
			}
			catch (ExecutionException ex) {
				throw new IllegalStateException("A lock call does not throw", ex);
			}
			catch (InterruptedException ex) {
				this.call.giveUp();
				if (outcome(helper.join())) {
					this.file.unlock();
				}
				throw ex;
			}
		}

		@Override
		public long due() {
			return this.deadline.nanoTime();
		}

		@Override
		public long tolerance() {
			return 0;
		}

		@Override
		public void fire() {
			this.call.giveUp();
			close();
		}

		@Override
		public void close() {
			KernelWaits.this.deadlines.remove(this);
		}

	}

}

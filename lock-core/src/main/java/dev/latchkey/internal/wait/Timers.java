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

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LatchkeyException;
import dev.latchkey.internal.platform.Threads;

/**
 * One daemon thread that fires many timers, each when it is due. Setting and removing an
 * timer costs no wake-up of the thread, unless the timer is due before all others: the
 * thread sleeps until the earliest time that it knows of, and looks at all timers then.
 *
 * <p>
 * {@code nextRound} is when the thread will look next. While it looks, that is a time
 * beyond all timers, so whoever sets a timer meanwhile raises {@code changed}, and it
 * looks again. Whoever sets a timer before that is seen by the look that follows. The
 * flag is needed beside the unpark because what fires may itself park, and use that up.
 */
public final class Timers {

	private static final Logger logger = System.getLogger(Timers.class.getName());

	private static final long LONGEST_SLEEP_NANOS = 3_600_000_000_000L;

	private static final long PAUSE_AFTER_ERROR_NANOS = 10_000_000;

	private final String name;

	private final LongSupplier nanoTime;

	private final ThreadFactory threads;

	private final Set<Timer> timers = ConcurrentHashMap.newKeySet();

	private volatile long nextRound;

	private volatile boolean changed;

	private volatile @Nullable Thread thread;

	private volatile boolean endsWhenIdle;

	/** Whether a timer of this round is still due because it failed. */
	private boolean failed;

	/** Those of each filesystem; the first one's are these. */
	private final ConcurrentHashMap<Long, Timers> devices = new ConcurrentHashMap<>();

	public Timers(String name) {
		this(name, System::nanoTime, (task) -> new Thread(task, name));
	}

	public Timers(String name, LongSupplier nanoTime, ThreadFactory threads) {
		this.name = name;
		this.nanoTime = nanoTime;
		this.threads = threads;
	}

	/**
	 * Returns the timers of one filesystem, which have a thread of their own: where a
	 * filesystem is frozen, or its server is gone, what fires hangs, and must not keep
	 * those of others waiting.
	 * @param device the filesystem's device
	 * @return its timers
	 */
	public Timers of(long device) {
		Timers own = this.devices.get(device);
		return (own != null) ? own : add(device);
	}

	private synchronized Timers add(long device) {
		Timers own = this.devices.get(device);
		if (own == null) {
			own = this.devices.isEmpty() ? this : sibling(this.name + "-" + (this.devices.size() + 1));
			this.devices.put(device, own);
		}
		return own;
	}

	private Timers sibling(String name) {
		Timers sibling = new Timers(name, this.nanoTime, (task) -> {
			Thread thread = this.threads.newThread(task);
			thread.setName(name);
			return thread;
		});
		sibling.endsWhenIdle = this.endsWhenIdle;
		return sibling;
	}

	public long now() {
		return this.nanoTime.getAsLong();
	}

	/**
	 * Ring a timer when it is due, and again until it is removed.
	 * @param timer the timer
	 * @throws LatchkeyException if there is no thread that could fire it; it is not set
	 * then
	 */
	public void set(Timer timer) {
		this.timers.add(timer);
		try {
			Thread thread = running();
			if (timer.due() - this.nextRound < 0) {
				this.changed = true;
				LockSupport.unpark(thread);
			}
		}
		catch (Throwable ex) {
			remove(timer);
			throw ex;
		}
	}

	public void remove(Timer timer) {
		this.timers.remove(timer);
		if (this.endsWhenIdle && this.timers.isEmpty()) {
			LockSupport.unpark(this.thread);
		}
	}

	/**
	 * Says whether the thread ends when there is no timer. It does not, if not said: to
	 * start it again costs more than to let it sleep.
	 * @param ends whether it ends
	 */
	public synchronized void endWhenIdle(boolean ends) {
		this.devices.values().stream().filter((others) -> others != this).forEach((others) -> others.endWhenIdle(ends));
		this.endsWhenIdle = ends;
		this.changed = true;
		LockSupport.unpark(this.thread);
	}

	/**
	 * Returns how late the most overdue timer of any filesystem is: whether the threads
	 * get their work done.
	 * @return nanoseconds, 0 if no timer is overdue
	 */
	public long delayNanos() {
		long ofOthers = this.devices.values()
			.stream()
			.filter((others) -> others != this)
			.mapToLong(Timers::delayNanos)
			.max()
			.orElse(0);
		return Math.max(ofOthers, ownDelayNanos());
	}

	private long ownDelayNanos() {
		long now = now();
		return this.timers.stream()
			.mapToLong((timer) -> now - timer.due())
			.filter((delay) -> delay > 0)
			.max()
			.orElse(0);
	}

	int size() {
		return this.timers.size();
	}

	private Thread running() {
		Thread thread = this.thread;
		return (thread != null) ? thread : start();
	}

	/** A thread that cannot be started is not kept: the next timer tries again. */
	private synchronized Thread start() {
		Thread thread = this.thread;
		if (thread == null) {
			thread = this.threads.newThread(this::run);
			thread.setDaemon(true);
			this.nextRound = now();
			Threads.start(thread);
			this.thread = thread;
		}
		return thread;
	}

	private void run() {
		while (!isOver()) {
			try {
				roundAndSleep();
			}
			catch (Throwable ex) {
				// Whatever it is, all locks of this JVM depend on this thread.
				report(ex);
				LockSupport.parkNanos(this, PAUSE_AFTER_ERROR_NANOS);
			}
		}
	}

	/**
	 * A timer is added before the thread is looked for, and the thread goes before the
	 * timers are looked at: so no timer is left without a thread.
	 */
	private boolean isOver() {
		if (!this.endsWhenIdle || !this.timers.isEmpty()) {
			return false;
		}
		synchronized (this) {
			this.thread = null;
			if (this.timers.isEmpty()) {
				return true;
			}
			this.thread = Thread.currentThread();
			return false;
		}
	}

	private void roundAndSleep() {
		this.changed = false;
		this.failed = false;
		this.nextRound = now() + LONGEST_SLEEP_NANOS;
		long next = round();
		this.nextRound = next;
		if (!this.changed) {
			LockSupport.parkNanos(this, Math.max(this.failed ? PAUSE_AFTER_ERROR_NANOS : 1, next - now()));
		}
	}

	/**
	 * Ring what is due.
	 * @return when to look again
	 */
	long round() {
		long next = now() + LONGEST_SLEEP_NANOS;
		for (Timer timer : this.timers) {
			if (timer.due() - now() <= timer.tolerance()) {
				fire(timer);
			}
			if (this.timers.contains(timer) && timer.due() - next < 0) {
				next = timer.due();
			}
		}
		return next;
	}

	private void fire(Timer timer) {
		try {
			timer.fire();
		}
		catch (Throwable ex) {
			this.failed = true;
			report(ex);
		}
	}

	private void report(Throwable problem) {
		try {
			logger.log(Level.WARNING, "A timer of " + this.name + " failed", problem);
		}
		catch (Throwable ex) {
			// There is no memory even for that, or the logger fails.
		}
	}

	/**
	 * Something to be done at a time. Ringing moves its time on, or removes it.
	 */
	public interface Timer {

		/**
		 * Returns when it is due.
		 * @return a time of the monotonic clock
		 */
		long due();

		/**
		 * Returns how much earlier it may fire, to be rung together with others.
		 * @return nanoseconds
		 */
		long tolerance();

		/**
		 * Does it.
		 */
		void fire();

	}

}

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

package dev.latchkey.daemon;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import dev.latchkey.AlreadyRunningException;
import dev.latchkey.LatchkeyException;
import dev.latchkey.LockEvent;
import dev.latchkey.LockFileException;
import dev.latchkey.LockHold;
import dev.latchkey.LockLostException;
import dev.latchkey.PidFile;
import dev.latchkey.internal.pidfile.PidFileLock;

/**
 * A program that does a piece of work, waits for a tick, and does the next, once on this
 * machine: it claims its pid file first. After each piece it writes its state.
 *
 * <p>
 * {@link #run()} ends in order on SIGTERM and SIGINT, also before the first piece of work
 * and in the middle of one: the piece is finished, the state file removed, and the pid
 * file released before the JVM ends. A piece of work that fails does not end the daemon.
 * An object runs once.
 *
 * <p>
 * {@code stopping} is what ends the loop; {@code ended} is what tells the thread that
 * stops it that all is put away.
 *
 * @since 0.1
 */
public final class Daemon {

	private static final Duration SHORTEST_TICK = Duration.ofSeconds(1);

	private final PidFileLock pidFile;

	private final @Nullable DrainStep step;

	private final Duration tick;

	private final Duration timeout;

	private final DaemonStateFile stateFile;

	private final Clock clock;

	private final CountDownLatch stopping = new CountDownLatch(1);

	private final CountDownLatch ended = new CountDownLatch(1);

	private volatile @Nullable Thread worker;

	private Daemon(Builder builder) {
		this.pidFile = builder.pidFile;
		this.step = builder.step;
		this.tick = builder.tick;
		this.timeout = builder.timeout;
		this.stateFile = DaemonStateFile.beside(builder.pidFile);
		this.clock = builder.clock;
	}

	/**
	 * Begins a daemon.
	 * @param pidFile its pid file; the state file is beside it
	 * @return a builder of a daemon that does nothing but say that it lives
	 */
	public static Builder builder(PidFile pidFile) {
		return new Builder(pidFile);
	}

	/**
	 * Returns the file with the state of the daemon.
	 * @return the state file
	 */
	public DaemonStateFile stateFile() {
		return this.stateFile;
	}

	/**
	 * Acquires the pid file, works until {@link #stop} or a signal, and releases the
	 * file.
	 * @throws AlreadyRunningException if another instance runs
	 * @throws LockLostException if another process took the pid file away; another
	 * instance may run then
	 * @throws LockFileException if the system refuses what is needed
	 * @throws InterruptedException if the thread was interrupted
	 */
	public void run() throws InterruptedException {
		Thread hook = new Thread(this::stopAndAwait, "latchkey-daemon-shutdown");
		// Before the claim: from here on a signal finds the code that cleans up.
		if (!Signals.onShutdown(hook)) {
			return;
		}
		try (LockHold hold = this.pidFile.claim()) {
			work(hold);
		}
		finally {
			this.ended.countDown();
			Signals.forget(hook);
		}
	}

	/**
	 * Work until {@link #stop} with a pid file that was claimed already. Signals are the
	 * caller's concern, and so is the release.
	 * @param hold the claimed pid file
	 * @throws LockLostException if another process took the pid file away
	 * @throws LockFileException if the state cannot be written at the start
	 * @throws InterruptedException if the thread was interrupted
	 */
	public void run(LockHold hold) throws InterruptedException {
		try {
			work(hold);
		}
		finally {
			this.ended.countDown();
		}
	}

	private void work(LockHold hold) throws InterruptedException {
		this.worker = Thread.currentThread();
		DaemonState state = DaemonState.started(hold.holder().pid(), this.clock.millis());
		try {
			this.stateFile.write(state);
			while (!isStopping()) {
				state = drain(state);
				hold.requireHeld();
				write(hold, state);
				// Only the stop ends the wait before its time.
				this.stopping.await(this.tick.toNanos(), TimeUnit.NANOSECONDS);
			}
		}
		finally {
			this.worker = null;
			if (hold.isHeld()) {
				this.stateFile.remove();
			}
		}
	}

	private boolean isStopping() {
		return this.stopping.getCount() == 0;
	}

	private DaemonState drain(DaemonState state) throws InterruptedException {
		DrainStep step = this.step;
		if (step == null) {
			return state.alive(this.clock.millis());
		}
		try {
			DrainResult result = step.drain();
			return state.drained(this.clock.millis(), result);
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (Exception | Error ex) {
			return state.failed(this.clock.millis(), ex.toString());
		}
	}

	/** A full disk must not end the daemon; the next tick tries again. */
	private void write(LockHold hold, DaemonState state) {
		try {
			this.stateFile.write(state);
		}
		catch (LatchkeyException ex) {
			this.pidFile.runtime().listener().onEvent(new LockEvent.Warning(hold.id(), ex));
		}
	}

	/**
	 * Ends the loop after the piece of work that is being done. Does not wait.
	 */
	public void stop() {
		this.stopping.countDown();
	}

	/**
	 * Ends the loop, and waits until it has ended. A piece of work that takes longer than
	 * the timeout of the daemon is interrupted.
	 * @return whether it has ended
	 * @throws InterruptedException if the calling thread was interrupted
	 */
	public boolean stopAndWait() throws InterruptedException {
		stop();
		if (this.ended.await(this.timeout.toNanos(), TimeUnit.NANOSECONDS)) {
			return true;
		}
		Thread worker = this.worker;
		if (worker != null) {
			worker.interrupt();
		}
		return this.ended.await(SHORTEST_TICK.toNanos(), TimeUnit.NANOSECONDS);
	}

	private void stopAndAwait() {
		try {
			boolean unused = stopAndWait();
		}
		catch (InterruptedException ex) {
			// The JVM ends; the kernel frees the pid file.
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Builds a {@link Daemon}.
	 */
	public static final class Builder {

		private final PidFileLock pidFile;

		private @Nullable DrainStep step;

		private Duration tick = Duration.ofSeconds(5);

		private Duration timeout = Duration.ofSeconds(20);

		private Clock clock = Clock.systemUTC();

		private Builder(PidFile pidFile) {
			this.pidFile = PidFileLock.of(pidFile);
		}

		/**
		 * Sets the work.
		 * @param step a piece of it
		 * @return this builder
		 */
		public Builder step(DrainStep step) {
			this.step = step;
			return this;
		}

		/**
		 * Sets how long to wait between two pieces of work. Five seconds, if not set.
		 * @param tick the time, at least one second
		 * @return this builder
		 */
		public Builder tick(Duration tick) {
			if (tick.compareTo(SHORTEST_TICK) < 0) {
				throw new IllegalArgumentException("The tick must be at least 1 s, not " + tick);
			}
			this.tick = tick;
			return this;
		}

		/**
		 * Sets how long a stop of the daemon waits for a piece of work before it is
		 * interrupted. Twenty seconds, if not set.
		 * @param timeout the time; zero is to interrupt at once
		 * @return this builder
		 */
		public Builder timeout(Duration timeout) {
			if (timeout.isNegative()) {
				throw new IllegalArgumentException("The timeout cannot be negative: " + timeout);
			}
			this.timeout = timeout;
			return this;
		}

		/**
		 * Sets the clock that the state's times are read from. The system's, if not set.
		 * @param clock the clock
		 * @return this builder
		 */
		public Builder clock(Clock clock) {
			this.clock = clock;
			return this;
		}

		/**
		 * Builds the daemon.
		 * @return the daemon
		 */
		public Daemon build() {
			return new Daemon(this);
		}

	}

}

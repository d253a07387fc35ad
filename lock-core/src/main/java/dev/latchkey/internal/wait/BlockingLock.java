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

import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.util.concurrent.locks.LockSupport;

import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.Platform;
import dev.latchkey.internal.platform.WakeCalls;

/**
 * One blocking lock call, which an interrupt, a deadline or a caller can end.
 *
 * <p>
 * {@code inCall} and {@code givenUp} are changed only under {@code guard}. A thread
 * enters the call only if it has not been given up, and says that it is back only under
 * the guard; so whoever gives up either keeps it from entering, or signals it until it is
 * back, and never signals a thread that has left (and may be gone). The signal may come
 * before the thread has reached the kernel, and is then lost: that is why it is repeated.
 *
 * <p>
 * It extends {@link AbstractInterruptibleChannel} because only that calls back, by
 * {@link #implCloseChannel()}, when the thread is interrupted.
 */
final class BlockingLock extends AbstractInterruptibleChannel {

	private static final long FIRST_PAUSE_NANOS = 20_000;

	private static final long LONGEST_PAUSE_NANOS = 50_000_000;

	private final FileCalls files;

	private final WakeCalls wakes;

	private final int descriptor;

	private final boolean shared;

	private final Object guard = new Object();

	private boolean inCall;

	private boolean givenUp;

	private long thread;

	/**
	 * Creates a call.
	 * @param platform the platform
	 * @param descriptor what is locked
	 * @param shared whether the lock is shared with others who do the same
	 */
	BlockingLock(Platform platform, int descriptor, boolean shared) {
		this.files = platform.files();
		this.shared = shared;
		this.wakes = platform.wakes();
		this.descriptor = descriptor;
	}

	/**
	 * Waits on the calling platform thread, whose interrupts are left alone.
	 * @return 0 when locked, EINTR when given up, or what went wrong
	 */
	int lockUninterruptibly() {
		try {
			return lock(false);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("No interrupt is looked for", ex);
		}
	}

	/**
	 * Waits on the calling platform thread.
	 * @param interruptibly whether an interrupt ends the wait; it is left alone otherwise
	 * @return 0 when locked, EINTR when given up, or what went wrong
	 * @throws InterruptedException if the thread was interrupted; nothing is locked then
	 */
	int lock(boolean interruptibly) throws InterruptedException {
		int result = Errno.EINTR.result();
		try {
			if (interruptibly) {
				begin();
			}
			this.thread = this.wakes.prepare();
			while (Errno.EINTR.is(result) && enter()) {
				try {
					result = this.shared ? this.files.lockShared(this.descriptor) : this.files.lock(this.descriptor);
				}
				finally {
					leave();
				}
			}
		}
		finally {
			if (interruptibly) {
				endOrThrow(result);
			}
		}
		return result;
	}

	private void endOrThrow(int result) throws InterruptedException {
		try {
			end(true);
		}
		catch (ClosedByInterruptException ex) {
			if (result == 0) {
				unlock();
			}
			Thread.interrupted();
			throw new InterruptedException();
		}
		catch (AsynchronousCloseException ex) {
			throw new IllegalStateException("A completed call cannot be closed", ex);
		}
	}

	private void unlock() {
		int result = this.files.unlock(this.descriptor);
		if (result < 0) {
			throw new IllegalStateException(
					"A file that was just locked cannot be unlocked: " + Errno.describe(result));
		}
	}

	private boolean enter() {
		synchronized (this.guard) {
			this.inCall = !this.givenUp;
			return this.inCall;
		}
	}

	private void leave() {
		synchronized (this.guard) {
			this.inCall = false;
		}
	}

	/**
	 * Ends the wait, and returns when the thread is back from the kernel. An interrupt of
	 * the caller is kept, and changes nothing.
	 */
	void giveUp() {
		boolean interrupted = false;
		try {
			long pause = FIRST_PAUSE_NANOS;
			while (wakeIfInCall()) {
				interrupted |= pause(pause);
				pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Pauses for the whole time, whatever interrupts come: a pause that they cut short
	 * would let signals fill the queue, which all processes of the user share.
	 * @return whether an interrupt came, which is cleared
	 */
	private static boolean pause(long nanos) {
		boolean interrupted = Thread.interrupted();
		long end = System.nanoTime() + nanos;
		for (long left = nanos; left > 0; left = end - System.nanoTime()) {
			LockSupport.parkNanos(left);
			interrupted |= Thread.interrupted();
		}
		return interrupted;
	}

	private boolean wakeIfInCall() {
		synchronized (this.guard) {
			this.givenUp = true;
			if (this.inCall) {
				this.wakes.wake(this.thread);
			}
			return this.inCall;
		}
	}

	@Override
	protected void implCloseChannel() {
		giveUp();
	}

}

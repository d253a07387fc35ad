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

package dev.latchkey.internal.platform.linux;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

import dev.latchkey.UnsupportedPlatformException;
import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.NativeBuffer;
import dev.latchkey.internal.platform.WakeCalls;

/**
 * Wakes threads with a real-time signal whose handler does nothing and is installed
 * without SA_RESTART, so that a waiting call ends with EINTR.
 *
 * <p>
 * A real-time signal needs a place in a queue that all processes of the user share. While
 * it is full, SIGURG is sent instead, if nobody else in this process handles it: the
 * kernel delivers the signals below the real-time ones without a place. Neither the JVM
 * nor the JDK uses it, and it is ignored by default.
 */
final class LinuxWakeCalls implements WakeCalls {

	private static final Logger logger = System.getLogger(LinuxWakeCalls.class.getName());

	/** The JDK's own channels use 62. */
	private static final int HIGHEST_SIGNAL = 60;

	private static final int LOWEST_SIGNAL = 40;

	private static final int SIGURG = 23;

	private static final int NONE = 0;

	private static final long DEFAULT_HANDLER = 0;

	/** struct sigaction: handler, 128 bytes of mask, flags, restorer. */
	private static final int SIGACTION_SIZE = 152;

	private static final int SIGSET_SIZE = 128;

	private final int signal;

	private final NativeBuffer ourSignals = new NativeBuffer(SIGSET_SIZE);

	private final AtomicBoolean reported = new AtomicBoolean();

	LinuxWakeCalls() {
		this.signal = claimSignal();
		this.ourSignals.bytes().putLong(0, bit(this.signal) | bit(SIGURG));
	}

	/** All signals are in the first word of a set. */
	private static long bit(int signal) {
		return 1L << (signal - 1);
	}

	/**
	 * All class loaders of a JVM, and whatever versions of this class they have, use one
	 * signal: it is known by its handler. Two that choose at the same moment choose the
	 * same, and install the same handler.
	 */
	private static int claimSignal() {
		long harmless = harmlessHandler();
		int signal = find(harmless);
		if (signal == NONE) {
			signal = find(DEFAULT_HANDLER);
			if (signal != NONE) {
				install(signal, harmless);
			}
		}
		if (signal != NONE) {
			return signal;
		}
		throw new UnsupportedPlatformException(
				"All real-time signals from " + LOWEST_SIGNAL + " to " + HIGHEST_SIGNAL
						+ " are in use in this process.",
				"Waiting for a lock needs one of them: see which library takes them.", null);
	}

	/** A function of one int without effect serves as the handler. */
	private static long harmlessHandler() {
		return Pointer.nativeValue(NativeLibrary.getProcess().getFunction("abs"));
	}

	private static int find(long handler) {
		for (int signal = HIGHEST_SIGNAL; signal >= LOWEST_SIGNAL; signal--) {
			if (isHandledBy(signal, handler)) {
				return signal;
			}
		}
		return NONE;
	}

	private static boolean isHandledBy(int signal, long handler) {
		NativeBuffer action = new NativeBuffer(SIGACTION_SIZE);
		return LinuxLibc.sigaction(signal, 0, action.address()) == 0 && action.bytes().getLong(0) == handler;
	}

	private static void install(int signal, long handler) {
		NativeBuffer action = new NativeBuffer(SIGACTION_SIZE);
		action.bytes().putLong(0, handler);
		int result = LinuxResult.of(LinuxLibc.sigaction(signal, action.address(), 0), action);
		if (result != 0) {
			throw new IllegalStateException("A signal that has no handler cannot be given one: " + signal);
		}
	}

	@Override
	public long prepare() {
		// A thread inherits its mask from whoever started it, which may be anything.
		require(LinuxLibc.pthread_sigmask(LinuxLibc.SIG_UNBLOCK, this.ourSignals.address(), 0));
		return LinuxLibc.pthread_self();
	}

	@Override
	public void wake(long thread) {
		int result = -LinuxLibc.pthread_kill(thread, this.signal);
		if (Errno.EAGAIN.is(result)) {
			wakeUnqueued(thread);
		}
		else {
			require(-result);
		}
	}

	private void wakeUnqueued(long thread) {
		boolean usable = claimUnqueued();
		if (usable) {
			require(LinuxLibc.pthread_kill(thread, SIGURG));
		}
		if (this.reported.compareAndSet(false, true)) {
			reportFullQueue(usable);
		}
	}

	/** It is looked at each time: a library may have taken the signal meanwhile. */
	private static boolean claimUnqueued() {
		long harmless = harmlessHandler();
		if (isHandledBy(SIGURG, harmless)) {
			return true;
		}
		if (!isHandledBy(SIGURG, DEFAULT_HANDLER)) {
			return false;
		}
		install(SIGURG, harmless);
		return true;
	}

	/** Whoever wakes may be interrupting a thread, which must not fail. */
	private static void reportFullQueue(boolean usable) {
		String consequence = usable ? "SIGURG ends waits meanwhile" : "until then no wait for a lock ends in time";
		try {
			logger.log(Level.WARNING,
					"The queue of this user's signals is full (EAGAIN); " + consequence
							+ ". SigQ in /proc/<pid>/status shows the queue and its limit: look for a process that "
							+ "blocks signals, or raise the limit (ulimit -i)");
		}
		catch (Throwable ex) {
			// The logger fails, or there is no memory.
		}
	}

	private static void require(int result) {
		if (result != 0) {
			throw new IllegalStateException("A thread cannot be signalled: " + Errno.describe(-result));
		}
	}

}

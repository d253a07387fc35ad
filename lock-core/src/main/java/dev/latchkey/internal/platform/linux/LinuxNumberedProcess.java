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

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.RunningProcess;

/**
 * A process that is held by its number and its start. Between the look at its start and
 * the signal the number could go to another process; that takes the kernel to hand out
 * all other numbers first, in microseconds.
 */
final class LinuxNumberedProcess implements LinuxProcess {

	private static final long PAUSE_NANOS = 5_000_000;

	/** The start of a process of another user, where /proc hides those. */
	private static final long HIDDEN = -1;

	private final int pid;

	private final long startTicks;

	private LinuxNumberedProcess(int pid, long startTicks) {
		this.pid = pid;
		this.startTicks = startTicks;
	}

	static @Nullable RunningProcess open(long pid) {
		LinuxStat stat = stat(pid);
		if (stat == null && !exists((int) pid)) {
			return null;
		}
		return new LinuxNumberedProcess((int) pid, (stat != null) ? stat.startTicks() : HIDDEN);
	}

	private static boolean exists(int pid) {
		int result = LinuxResult.of(LinuxLibc.kill(pid, 0));
		return result == 0 || Errno.EPERM.is(result);
	}

	private static @Nullable LinuxStat stat(long pid) {
		try {
			return LinuxStat.of(Path.of("/proc", Long.toString(pid)));
		}
		catch (IOException ex) {
			return null;
		}
	}

	@Override
	public int signal(int signal) {
		if (hasEnded()) {
			return Errno.ESRCH.result();
		}
		return LinuxResult.of(LinuxLibc.kill(this.pid, signal));
	}

	@Override
	public boolean awaitEnd(int millis) {
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
		while (!hasEnded()) {
			long left = end - System.nanoTime();
			if (left <= 0) {
				return false;
			}
			LockSupport.parkNanos(Math.min(left, PAUSE_NANOS));
		}
		return true;
	}

	private boolean hasEnded() {
		LinuxStat stat = stat(this.pid);
		if (this.startTicks == HIDDEN) {
			return !exists(this.pid);
		}
		return stat == null || stat.startTicks() != this.startTicks || stat.state() == 'Z' || stat.state() == 'X';
	}

	@Override
	public void close() {
	}

}

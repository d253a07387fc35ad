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

import org.jspecify.annotations.Nullable;

import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.NativeBuffer;
import dev.latchkey.internal.platform.RunningProcess;

/**
 * A process that is held by a pidfd, which is readable when the process has ended; or by
 * its number and start where the kernel has none (before 5.3, or forbidden).
 */
final class LinuxRunningProcess implements LinuxProcess {

	private final int descriptor;

	private LinuxRunningProcess(int descriptor) {
		this.descriptor = descriptor;
	}

	static @Nullable RunningProcess open(long pid) {
		if (pid <= 0 || pid > Integer.MAX_VALUE) {
			return null;
		}
		int descriptor = LinuxResult.of(LinuxLibc.syscall(LinuxLibc.SYS_PIDFD_OPEN, pid, 0, 0, 0, 0));
		if (descriptor >= 0) {
			return new LinuxRunningProcess(descriptor);
		}
		// The other refusals of a number that is none: of a thread, for one.
		boolean none = Errno.ESRCH.is(descriptor) || Errno.EINVAL.is(descriptor) || Errno.ENOENT.is(descriptor);
		return none ? null : LinuxNumberedProcess.open(pid);
	}

	@Override
	public int signal(int signal) {
		return LinuxResult.of(LinuxLibc.syscall(LinuxLibc.SYS_PIDFD_SEND_SIGNAL, this.descriptor, signal, 0, 0, 0));
	}

	@Override
	public boolean awaitEnd(int millis) {
		// struct pollfd: descriptor, events wanted, events seen
		NativeBuffer waited = new NativeBuffer(8);
		waited.bytes().putInt(0, this.descriptor).putShort(4, LinuxWatchLibc.POLLIN);
		return LinuxResult.of(LinuxWatchLibc.poll(waited.address(), 1, millis), waited) > 0;
	}

	@Override
	public void close() {
		LinuxLibc.close(this.descriptor);
	}

}

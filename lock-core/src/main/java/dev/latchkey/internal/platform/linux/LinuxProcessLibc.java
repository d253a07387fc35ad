package dev.latchkey.internal.platform.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The functions of the C library for processes that are no children, and their constants;
 * see pidfd_open(2) and pidfd_send_signal(2). The C library has functions for these since
 * glibc 2.36 only, so they are called by number, which is the same on all processors:
 * {@link LinuxLibc#syscall}.
 */
final class LinuxProcessLibc {

	static final long SYS_PIDFD_SEND_SIGNAL = 424;

	static final long SYS_PIDFD_OPEN = 434;

	static final int SIGKILL = 9;

	static final int SIGTERM = 15;

	static {
		Native.register(LinuxProcessLibc.class, NativeLibrary.getProcess());
	}

	private LinuxProcessLibc() {
	}

	static native int kill(int pid, int signal);

}

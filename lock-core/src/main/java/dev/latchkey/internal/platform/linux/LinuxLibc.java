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

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The functions of the C library that locks use, and their constants on 64-bit Linux.
 * Addresses and sizes are longs. See section 2 of the manual for each.
 */
final class LinuxLibc {

	static final int AT_FDCWD = -100;

	static final int AT_SYMLINK_NOFOLLOW = 0x100;

	static final int AT_EACCESS = 0x200;

	static final int AT_SYMLINK_FOLLOW = 0x400;

	static final int AT_EMPTY_PATH = 0x1000;

	static final int F_DUPFD_CLOEXEC = 1030;

	static final int LOCK_SH = 1;

	static final int LOCK_EX = 2;

	static final int LOCK_NB = 4;

	static final int LOCK_UN = 8;

	static final int O_RDWR = 2;

	static final int O_CREAT = 0100;

	static final int O_EXCL = 0200;

	static final int O_NONBLOCK = 04000;

	static final int O_CLOEXEC = 02000000;

	/** The rest of O_TMPFILE is the processor's flag for directories. */
	static final int O_TMPFILE_ALONE = 020000000;

	static final int PROT_READ_WRITE = 3;

	static final int MAP_SHARED = 1;

	static final int RLIMIT_NOFILE = 7;

	static final int RENAME_NOREPLACE = 1;

	static final int RENAME_EXCHANGE = 2;

	static final int SIG_UNBLOCK = 1;

	static final int SIGKILL = 9;

	static final int SIGTERM = 15;

	static final int STATX_TYPE = 0x1;

	static final int STATX_MODE = 0x2;

	static final int STATX_NLINK = 0x4;

	static final int STATX_UID = 0x8;

	static final int STATX_MTIME = 0x40;

	static final int STATX_INO = 0x100;

	static final int STATX_SIZE = 0x200;

	/** Like all later ones, its number is the same on all processors. */
	static final long SYS_PIDFD_SEND_SIGNAL = 424;

	static final long SYS_PIDFD_OPEN = 434;

	static final int W_OK = 2;

	static final int X_OK = 1;

	static {
		Native.register(LinuxLibc.class, NativeLibrary.getProcess());
	}

	private LinuxLibc() {
	}

	static native int open(long path, int flags, int mode);

	// Its result is of no use: the descriptor is gone in any case.
	static native void close(int fd);

	static native int fcntl(int fd, int command, int argument);

	static native int flock(int fd, int operation);

	static native long pread(int fd, long buffer, long count, long offset);

	static native long pwrite(int fd, long buffer, long count, long offset);

	static native long mmap(long address, long length, int protection, int flags, int fd, long offset);

	// As above.
	static native void munmap(long address, long length);

	static native int ftruncate(int fd, long length);

	static native int fsync(int fd);

	static native int futimens(int fd, long times);

	static native int chmod(long path, int mode);

	static native int fchmod(int fd, int mode);

	static native int statfs(long path, long buffer);

	static native int linkat(int oldDirectory, long oldPath, int newDirectory, long newPath, int flags);

	static native int unlink(long path);

	static native int mkdir(long path, int mode);

	static native long opendir(long path);

	static native long readdir(long directory);

	static native int closedir(long directory);

	static native int faccessat(int directory, long path, int mode, int flags);

	// The result may be ignored: a process that may not be signalled is left alone.
	@CanIgnoreReturnValue
	static native int kill(int pid, int signal);

	static native int getrlimit(int resource, long limits);

	static native long pthread_self();

	static native int pthread_kill(long thread, int signal);

	static native int pthread_sigmask(int how, long set, long oldSet);

	static native int sigaction(int signal, long action, long oldAction);

	// For what some C libraries have no function for; the numbers are the kernel's.
	static native long syscall(long number, long first, long second, long third, long fourth, long fifth);

}

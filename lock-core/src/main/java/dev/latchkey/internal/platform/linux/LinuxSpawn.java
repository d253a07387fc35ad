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

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import org.jspecify.annotations.Nullable;

/**
 * The functions of the C library that start processes and await their end, and their
 * constants on 64-bit Linux. Those of {@code posix_spawn} return an error number. Sizes
 * are at least those of glibc and musl. See sections 2 and 3 of the manual for each.
 */
final class LinuxSpawn {

	static final int O_RDONLY = 0;

	static final int O_WRONLY = 1;

	static final int O_TRUNC = 01000;

	static final int O_APPEND = 02000;

	static final int P_PID = 1;

	static final short POSIX_SPAWN_SETSIGDEF = 0x04;

	static final short POSIX_SPAWN_SETSIGMASK = 0x08;

	static final int SIGCHLD = 17;

	static final long SIG_IGN = 1;

	static final int WEXITED = 4;

	static final int WNOWAIT = 0x01000000;

	static final int SIZE_OF_FILE_ACTIONS = 128;

	static final int SIZE_OF_SIGACTION = 152;

	static final int SIZE_OF_SIGINFO = 128;

	static final int SIZE_OF_SIGSET = 128;

	static final int SIZE_OF_SPAWN_ATTRIBUTES = 512;

	/** Takes actions and a number; in glibc since 2.34. */
	static final @Nullable Function ADD_CLOSE_FROM = optional("posix_spawn_file_actions_addclosefrom_np");

	/** Takes actions and a path; in glibc since 2.29, in musl since 1.1.24. */
	static final @Nullable Function ADD_CHANGE_DIRECTORY = optional("posix_spawn_file_actions_addchdir_np");

	static {
		Native.register(LinuxSpawn.class, NativeLibrary.getProcess());
	}

	private LinuxSpawn() {
	}

	private static @Nullable Function optional(String name) {
		try {
			return NativeLibrary.getProcess().getFunction(name);
		}
		catch (UnsatisfiedLinkError ex) {
			return null;
		}
	}

	static native int posix_spawnp(long pid, long file, long actions, long attributes, long arguments,
			long environment);

	static native int posix_spawn_file_actions_init(long actions);

	// Its result is of no use: the memory is gone in any case.
	static native void posix_spawn_file_actions_destroy(long actions);

	static native int posix_spawn_file_actions_adddup2(long actions, int fd, int newFd);

	static native int posix_spawn_file_actions_addclose(long actions, int fd);

	static native int posix_spawnattr_init(long attributes);

	// As above.
	static native void posix_spawnattr_destroy(long attributes);

	static native int posix_spawnattr_setflags(long attributes, short flags);

	static native int posix_spawnattr_setsigmask(long attributes, long mask);

	static native int posix_spawnattr_setsigdefault(long attributes, long signals);

	static native int pipe2(long ends, int flags);

	static native int waitid(int kind, int id, long info, int options);

	static native int waitpid(int pid, long status, int options);

}

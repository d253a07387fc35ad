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

package dev.latchkey.internal.platform.portable;

import java.util.Map;

import com.sun.jna.FunctionMapper;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The functions of the C library that have the same arguments on all POSIX systems.
 * Addresses and sizes are longs. See section 2 of the manual for each.
 *
 * <p>
 * Some processors take the arguments behind the dots of a function elsewhere than others,
 * so {@code open} is called without a mode, for files that exist.
 */
final class PosixLibc {

	static final int O_RDONLY = 0;

	static final int O_RDWR = 2;

	static final int LOCK_SH = 1;

	static final int LOCK_EX = 2;

	static final int LOCK_NB = 4;

	static final int LOCK_UN = 8;

	static {
		String fstat = PosixNumbers.current().fstat();
		FunctionMapper symbols = (library, method) -> method.getName().equals("fstat") ? fstat : method.getName();
		Native.register(PosixLibc.class, NativeLibrary.getProcess(Map.of(Library.OPTION_FUNCTION_MAPPER, symbols)));
	}

	private PosixLibc() {
	}

	static native int open(long path, int flags);

	// Its result is of no use: the descriptor is gone in any case.
	static native void close(int fd);

	static native int flock(int fd, int operation);

	static native int fstat(int fd, long buffer);

	static native long pread(int fd, long buffer, long count, long offset);

	static native long pwrite(int fd, long buffer, long count, long offset);

	static native int ftruncate(int fd, long length);

	static native int fsync(int fd);

}

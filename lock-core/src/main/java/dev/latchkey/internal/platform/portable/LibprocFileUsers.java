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

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * The processes that have a file open on macOS, by {@code proc_listpidspath} of
 * {@code libproc.h}. The layout is checked by a compiler against the system's headers;
 * the call was never run by us.
 */
final class LibprocFileUsers implements FileUsers {

	static final int PROC_ALL_PIDS = 1;

	/** Those that only listen to events of the file do not count. */
	static final int PROC_LISTPIDSPATH_EXCLUDE_EVTONLY = 2;

	private static final int MOST = 4096;

	private LibprocFileUsers() {
	}

	/**
	 * Links the native calls.
	 * @return the users of files
	 * @throws LinkageError if the native calls cannot be reached
	 */
	static LibprocFileUsers load() {
		Functions.link();
		return new LibprocFileUsers();
	}

	@Override
	public Set<Long> of(Path file) {
		try (Memory pids = new Memory((long) MOST * Integer.BYTES)) {
			int size = Functions.proc_listpidspath(PROC_ALL_PIDS, 0, file.toString(), PROC_LISTPIDSPATH_EXCLUDE_EVTONLY,
					pids, (int) pids.size());
			return pids(pids.getByteBuffer(0, pids.size()), size);
		}
	}

	/**
	 * Reads an answer.
	 * @param answer the process numbers, 4 bytes each
	 * @param size how many bytes the system has written; 0 or less if it failed
	 * @return the process numbers
	 */
	static Set<Long> pids(ByteBuffer answer, int size) {
		Set<Long> pids = new LinkedHashSet<>();
		for (int offset = 0; offset + Integer.BYTES <= size; offset += Integer.BYTES) {
			int pid = answer.getInt(offset);
			if (pid > 0) {
				pids.add((long) pid);
			}
		}
		return pids;
	}

	/**
	 * The function, which has the name of the system.
	 */
	private static final class Functions {

		static {
			Native.register(Functions.class, NativeLibrary.getProcess());
		}

		private Functions() {
		}

		/** The functions are linked when this class is first used. */
		static void link() {
		}

		static native int proc_listpidspath(int type, int typeInfo, String path, int pathFlags, Pointer buffer,
				int size);

	}

}

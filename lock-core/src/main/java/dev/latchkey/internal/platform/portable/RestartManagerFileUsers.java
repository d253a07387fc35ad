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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The processes that have a file open on Windows, by its Restart Manager; see
 * {@code RestartManager.h}. The layout is checked by a compiler against the system's
 * headers; the calls were never run by us.
 */
final class RestartManagerFileUsers implements FileUsers {

	/** The size of {@code RM_PROCESS_INFO}, which begins with the process number. */
	static final int PROCESS_INFO_SIZE = 668;

	/** A key of 32 characters and its end, two bytes each. */
	static final int SESSION_KEY_SIZE = 2 * 33;

	static final int ERROR_SUCCESS = 0;

	private static final int MOST = 256;

	private RestartManagerFileUsers() {
	}

	/**
	 * Links the native calls.
	 * @return the users of files
	 * @throws LinkageError if the native calls cannot be reached
	 */
	static RestartManagerFileUsers load() {
		Functions.link();
		return new RestartManagerFileUsers();
	}

	@Override
	public Set<Long> of(Path file) {
		try (Memory session = new Memory(Integer.BYTES); Memory key = new Memory(SESSION_KEY_SIZE)) {
			if (Functions.RmStartSession(session, 0, key) != ERROR_SUCCESS) {
				return Set.of();
			}
			try {
				return users(session.getInt(0), file);
			}
			finally {
				int unused = Functions.RmEndSession(session.getInt(0));
			}
		}
	}

	private static Set<Long> users(int session, Path file) {
		try (Memory names = names(file.toString())) {
			if (Functions.RmRegisterResources(session, 1, names, 0, null, 0, null) != ERROR_SUCCESS) {
				return Set.of();
			}
		}
		try (Memory needed = new Memory(Integer.BYTES);
				Memory count = new Memory(Integer.BYTES);
				Memory reasons = new Memory(Integer.BYTES);
				Memory infos = new Memory((long) MOST * PROCESS_INFO_SIZE)) {
			count.setInt(0, MOST);
			int result = Functions.RmGetList(session, needed, count, infos, reasons);
			return (result == ERROR_SUCCESS) ? pids(infos.getByteBuffer(0, infos.size()), count.getInt(0)) : Set.of();
		}
	}

	/** An array of one pointer, and the text that it leads to. */
	private static Memory names(String name) {
		byte[] text = name.getBytes(StandardCharsets.UTF_16LE);
		Memory names = new Memory(Long.BYTES + text.length + 2L);
		names.clear();
		names.setPointer(0, names.share(Long.BYTES));
		names.write(Long.BYTES, text, 0, text.length);
		return names;
	}

	/**
	 * Reads an answer.
	 * @param answer an array of {@code RM_PROCESS_INFO}
	 * @param count how many the system has written
	 * @return the process numbers
	 */
	static Set<Long> pids(ByteBuffer answer, int count) {
		Set<Long> pids = new LinkedHashSet<>();
		for (int i = 0; i < count; i++) {
			pids.add(Integer.toUnsignedLong(answer.getInt(i * PROCESS_INFO_SIZE)));
		}
		return pids;
	}

	/**
	 * The functions, which have the names of the system.
	 */
	private static final class Functions {

		static {
			Native.register(Functions.class, NativeLibrary.getInstance("Rstrtmgr"));
		}

		private Functions() {
		}

		/** The functions are linked when this class is first used. */
		static void link() {
		}

		static native int RmStartSession(Pointer session, int flags, Pointer key);

		static native int RmRegisterResources(int session, int files, Pointer fileNames, int applications,
				@Nullable Pointer applicationInfos, int services, @Nullable Pointer serviceNames);

		static native int RmGetList(int session, Pointer needed, Pointer count, Pointer infos, Pointer reasons);

		static native int RmEndSession(int session);

	}

}

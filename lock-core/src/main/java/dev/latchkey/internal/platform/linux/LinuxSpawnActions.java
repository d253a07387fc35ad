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

import java.io.File;
import java.util.ArrayList;
import java.util.List;

import com.sun.jna.Function;
import com.sun.jna.Native;
import org.jspecify.annotations.Nullable;

import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.NativeBuffer;
import dev.latchkey.internal.platform.NativeStrings;
import dev.latchkey.internal.platform.SpawnRequest;

/**
 * What a child does before it runs its program: it gives its descriptors their numbers,
 * closes all others and enters its directory, in this order.
 *
 * <p>
 * Each source is duplicated beforehand to a number above all targets. So no target
 * overwrites a source that is still needed, and none is its own source, which would leave
 * it close-on-exec in older C libraries.
 *
 * <p>
 * The child works on a copy of the table of descriptors that was made when it came into
 * being. What other threads open afterwards does not concern it; what they open before,
 * mostly without close-on-exec in a JVM, is closed by closing from a number upwards.
 */
final class LinuxSpawnActions implements AutoCloseable {

	/**
	 * Without {@code closefrom}, how many numbers are closed above the highest that is
	 * open now: other threads go on opening files until the child comes into being.
	 */
	private static final int MARGIN = 1024;

	private static final int FIRST_OTHER = 3;

	private final NativeBuffer memory = new NativeBuffer(LinuxSpawn.SIZE_OF_FILE_ACTIONS);

	private final List<Integer> lifted = new ArrayList<>();

	private final boolean initialized;

	private int result;

	LinuxSpawnActions(SpawnRequest request, @Nullable Function closeFrom) {
		note(LinuxSpawn.posix_spawn_file_actions_init(this.memory.address()));
		this.initialized = (this.result == 0);
		if (this.initialized) {
			add(request, closeFrom);
		}
	}

	private void add(SpawnRequest request, @Nullable Function closeFrom) {
		List<Integer> inherited = request.inherited();
		int end = SpawnRequest.FIRST_INHERITED + inherited.size();
		give(request.input(), 0, end);
		give(request.output(), 1, end);
		give(request.error(), 2, end);
		for (int i = 0; i < inherited.size(); i++) {
			give(inherited.get(i), SpawnRequest.FIRST_INHERITED + i, end);
		}
		for (int number = FIRST_OTHER; number < SpawnRequest.FIRST_INHERITED; number++) {
			note(LinuxSpawn.posix_spawn_file_actions_addclose(this.memory.address(), number));
		}
		if (closeFrom != null) {
			note(closeFrom.invokeInt(new Object[] { this.memory.address(), end }));
		}
		else {
			closeEach(end);
		}
		if (request.directory() != null) {
			enter(request.directory());
		}
	}

	private void give(int source, int target, int free) {
		int lifted = LinuxLibc.fcntl(source, LinuxLibc.F_DUPFD_CLOEXEC, free);
		if (lifted < 0) {
			note(Native.getLastError());
			return;
		}
		this.lifted.add(lifted);
		note(LinuxSpawn.posix_spawn_file_actions_adddup2(this.memory.address(), lifted, target));
	}

	private void closeEach(int first) {
		int highest = highestOpen();
		for (int number = first; number <= highest + MARGIN; number++) {
			int error = LinuxSpawn.posix_spawn_file_actions_addclose(this.memory.address(), number);
			if (Errno.EBADF.is(-error) && number > highest) {
				// The limit of open files: no descriptor has a higher number.
				return;
			}
			note(error);
		}
	}

	private int highestOpen() {
		String[] numbers = new File("/proc/self/fd").list();
		if (numbers == null) {
			note(-Errno.ENOENT.result());
			return 0;
		}
		int highest = 0;
		for (String number : numbers) {
			highest = Math.max(highest, Integer.parseInt(number));
		}
		return highest;
	}

	private void enter(String directory) {
		Function changeDirectory = LinuxSpawn.ADD_CHANGE_DIRECTORY;
		if (changeDirectory == null) {
			note(-Errno.ENOSYS.result());
			return;
		}
		byte[] name = NativeStrings.encode(directory + '\0');
		note(changeDirectory.invokeInt(new Object[] { this.memory.address(), name }));
	}

	/** The first failure counts. */
	private void note(int error) {
		if (this.result == 0) {
			this.result = -error;
		}
	}

	/**
	 * Returns whether the actions are complete.
	 * @return 0, or the first failure
	 */
	int result() {
		return this.result;
	}

	long address() {
		return this.memory.address();
	}

	@Override
	public void close() {
		if (this.initialized) {
			LinuxSpawn.posix_spawn_file_actions_destroy(this.memory.address());
		}
		this.lifted.forEach(LinuxLibc::close);
	}

}

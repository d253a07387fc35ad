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

import dev.latchkey.internal.platform.NativeBuffer;

/**
 * How a child treats signals: it blocks none, though threads of a JVM do, and each has
 * its default effect. The signals that the C library keeps for itself are among them: it
 * would ignore them in the child otherwise, and the child's program indefinitely.
 */
final class LinuxSpawnAttributes implements AutoCloseable {

	private static final NativeBuffer NONE = signals((byte) 0);

	private static final NativeBuffer ALL = signals((byte) 0xff);

	private final NativeBuffer memory = new NativeBuffer(LinuxSpawn.SIZE_OF_SPAWN_ATTRIBUTES);

	private final int result;

	LinuxSpawnAttributes() {
		long attributes = this.memory.address();
		int error = LinuxSpawn.posix_spawnattr_init(attributes);
		if (error == 0) {
			error = LinuxSpawn.posix_spawnattr_setsigmask(attributes, NONE.address());
		}
		if (error == 0) {
			error = LinuxSpawn.posix_spawnattr_setsigdefault(attributes, ALL.address());
		}
		if (error == 0) {
			error = LinuxSpawn.posix_spawnattr_setflags(attributes,
					(short) (LinuxSpawn.POSIX_SPAWN_SETSIGDEF | LinuxSpawn.POSIX_SPAWN_SETSIGMASK));
		}
		this.result = -error;
	}

	private static NativeBuffer signals(byte each) {
		NativeBuffer set = new NativeBuffer(LinuxSpawn.SIZE_OF_SIGSET);
		for (int i = 0; i < set.size(); i++) {
			set.bytes().put(i, each);
		}
		return set;
	}

	/**
	 * Returns whether the attributes are complete.
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
		LinuxSpawn.posix_spawnattr_destroy(this.memory.address());
	}

}

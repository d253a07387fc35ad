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

package dev.latchkey.benchmark;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platforms.Platforms;

/**
 * The system call flock(2) on files that stay open, for one thread.
 */
final class BareFlock {

	private static final int PERMISSIONS = 0644;

	private final FileCalls files = Platforms.current().files();

	private final Map<String, Integer> descriptors = new HashMap<>();

	private final Path directory;

	BareFlock(Path directory) {
		this.directory = directory;
	}

	/**
	 * Acquires the lock of a key.
	 * @param key the key
	 * @return what is held
	 */
	MeasuredLock.Held acquire(String key) {
		int descriptor = this.descriptors.computeIfAbsent(key, this::open);
		int result = this.files.lock(descriptor);
		while (Errno.EINTR.is(result)) {
			result = this.files.lock(descriptor);
		}
		require(result);
		return () -> require(this.files.unlock(descriptor));
	}

	private int open(String key) {
		NativePath path = NativePath.of(MeasuredLock.FLOCK.file(this.directory, key));
		int descriptor = this.files.create(path, PERMISSIONS);
		return require(Errno.EEXIST.is(descriptor) ? this.files.open(path) : descriptor);
	}

	@CanIgnoreReturnValue
	private static int require(int result) {
		if (result < 0) {
			throw new IllegalStateException("The system refused with error " + -result);
		}
		return result;
	}

}

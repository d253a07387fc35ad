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

package dev.latchkey.spring;

import java.nio.file.Path;
import java.util.Objects;

import org.assertj.core.api.Condition;

import dev.latchkey.LockOptions;
import dev.latchkey.LockState;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.named.NamedLocks;

/**
 * Whether the file of a named lock is locked, which tells whether the lock is held: the
 * file stays.
 */
public final class LockedFile {

	private LockedFile() {
	}

	/** The file is locked. */
	public static Condition<Path> locked() {
		return new Condition<>(LockedFile::isLocked, "locked");
	}

	/** Tell whether a file is locked, by whatever process. */
	public static boolean isLocked(Path file) {
		Path directory = Objects.requireNonNull(file.getParent());
		try (LockRuntime runtime = LockRuntime.builder().build();
				NamedLocks locks = new NamedLocks(runtime, directory, LockOptions.defaults())) {
			return locks.ofFile(file).inspect().state() != LockState.FREE;
		}
	}

}

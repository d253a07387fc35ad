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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;

import dev.latchkey.internal.platform.WakeCalls;

/**
 * What this JVM knows of its threads that poll.
 */
public final class PollingWaitsView {

	private PollingWaitsView() {
	}

	/**
	 * Count the threads of this JVM that poll for a file.
	 * @param waits the waits of the portable platform
	 * @param file the file
	 * @return how many wait; none if the file does not exist
	 */
	public static int waiters(WakeCalls waits, Path file) {
		try {
			Set<Object> keys = Set.of(new FileAttributes(true).key(file), new FileAttributes(false).key(file));
			return (int) ((PollingWaits) waits).awaited()
				.stream()
				.filter((awaited) -> keys.contains(awaited.key()))
				.count();
		}
		catch (NoSuchFileException ex) {
			return 0;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

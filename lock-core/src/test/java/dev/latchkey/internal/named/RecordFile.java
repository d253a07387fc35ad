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

package dev.latchkey.internal.named;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * The file of a named lock, as a program without Latchkey reads and changes it.
 */
record RecordFile(Path path) {

	static final int MARK = 8;

	static final int TOKEN = 16;

	static final int SINCE = 24;

	static final int USED = 32;

	static final int BEAT = 40;

	static final int NOT_BEFORE = 56;

	long get(int offset) {
		try {
			return ByteBuffer.wrap(Files.readAllBytes(this.path)).order(ByteOrder.LITTLE_ENDIAN).getLong(offset);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void put(int offset, long value) {
		try (FileChannel channel = FileChannel.open(this.path, StandardOpenOption.WRITE)) {
			int written = channel
				.write(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value), offset);
			if (written != Long.BYTES) {
				throw new AssertionError("Only " + written + " bytes were written");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Lets the last heartbeat be some time ago. */
	void beatAgo(Duration age) {
		put(BEAT, System.nanoTime() - age.toNanos());
	}

	/** Lets the last acquisition be some time ago. */
	void usedAgo(Duration age) {
		put(USED, get(USED) - age.toNanos() / 1_000);
	}

}

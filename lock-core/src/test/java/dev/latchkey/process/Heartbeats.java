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

package dev.latchkey.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * Changes the heartbeats in the records of named locks.
 */
public final class Heartbeats {

	/** Where a record has the last heartbeat. */
	private static final int BEAT = 40;

	private Heartbeats() {
	}

	/**
	 * Let the holder of a named lock look as if it had not shown that it lives.
	 * @param file the lock's file
	 * @param time for how long
	 */
	public static void age(Path file, Duration time) throws IOException {
		ByteBuffer beat = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		beat.putLong(0, System.nanoTime() - time.toNanos());
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			int written = channel.write(beat, BEAT);
			if (written != Long.BYTES) {
				throw new IOException("Only " + written + " bytes were written");
			}
		}
	}

}

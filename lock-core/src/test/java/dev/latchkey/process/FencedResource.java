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
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A resource that refuses whoever comes with a smaller fencing token than it has seen:
 * compare and set, in one step for all processes.
 */
public final class FencedResource {

	private final Path path;

	public FencedResource(Path path) {
		this.path = path;
	}

	/**
	 * Store a value, here the token itself.
	 * @param token the fencing token
	 * @return whether it was stored
	 */
	public boolean store(long token) throws IOException {
		try (FileChannel channel = FileChannel.open(this.path, StandardOpenOption.CREATE, StandardOpenOption.READ,
				StandardOpenOption.WRITE); var lock = channel.lock()) {
			ByteBuffer stored = ByteBuffer.allocate(Long.BYTES);
			boolean smaller = channel.read(stored, 0) == Long.BYTES && token < stored.getLong(0);
			return !smaller && lock.isValid() && channel.write(stored.clear().putLong(0, token), 0) == Long.BYTES;
		}
	}

}

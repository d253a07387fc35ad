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

package dev.latchkey.internal.claim;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platforms.Platforms;
import dev.latchkey.process.ForkedJvm;

/**
 * A process that holds a claim as the original program does: gate, content, announce, and
 * a beacon of one byte.
 */
final class OriginalHolder {

	private OriginalHolder() {
	}

	public static void main(String[] arguments) throws Exception {
		Path directory = Path.of(arguments[0]);
		FileCalls files = Platforms.current().files();
		Path gate = directory.resolve(arguments[1] + ".lock");
		Path announce = directory.resolve(arguments[1] + ".live.lock");
		boolean held = files.tryLock(files.open(NativePath.of(gate))) == 0;
		write(gate, "original");
		held &= files.tryLock(files.open(NativePath.of(announce))) == 0;
		write(announce, "1");
		ForkedJvm.reply(held ? "held" : "failed");
		Thread.currentThread().join();
	}

	private static void write(Path file, String text) throws Exception {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
			while (bytes.hasRemaining()) {
				if (channel.write(bytes) < 0) {
					throw new IllegalStateException("Nothing was written");
				}
			}
		}
	}

}

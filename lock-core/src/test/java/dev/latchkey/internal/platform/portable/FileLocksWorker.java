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
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platform.portable.FileLocks.Opening;
import dev.latchkey.process.ForkedJvm;

/**
 * A process that locks files by {@link FileLocks}, by commands: {@code open NAME PATH},
 * {@code lock NAME}, {@code share NAME}, {@code unlock NAME}, {@code close NAME}.
 * {@code write PATH} opens a file by {@link PortableFiles}.
 */
public final class FileLocksWorker {

	private FileLocksWorker() {
	}

	public static void main(String[] arguments) throws IOException {
		FileLocks locks = Primitive.valueOf(arguments[0]).locks();
		Map<String, Opening> openings = new HashMap<>();
		ForkedJvm.reply("ready");
		String command = ForkedJvm.awaitCommand();
		while (command != null) {
			String[] words = command.split(" ", 3);
			if (words[0].equals("open")) {
				openings.put(words[1], locks.open(Path.of(words[2])));
				ForkedJvm.reply("done");
			}
			else if (words[0].equals("write")) {
				int result = new PortableFiles(JdkFiles.ofThisSystem(), locks, new PollingWaits())
					.open(NativePath.of(Path.of(words[1])));
				ForkedJvm.reply((result < 0) ? Errno.describe(result) : "open");
			}
			else {
				ForkedJvm.reply(run(words[0], Objects.requireNonNull(openings.get(words[1]))));
			}
			command = ForkedJvm.awaitCommand();
		}
	}

	private static String run(String verb, Opening opening) throws IOException {
		switch (verb) {
			case "lock", "share" -> {
				return opening.tryLock(verb.equals("share")) ? "locked" : "busy";
			}
			case "unlock" -> opening.unlock();
			default -> opening.close();
		}
		return "done";
	}

}

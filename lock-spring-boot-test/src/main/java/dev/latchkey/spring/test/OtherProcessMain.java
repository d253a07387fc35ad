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

package dev.latchkey.spring.test;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

import dev.latchkey.CrossProcessLock;
import dev.latchkey.Latchkey;
import dev.latchkey.LockHold;

/**
 * What an {@link OtherProcess} runs: it holds a lock until its input ends. It has nothing
 * on its class path but lock-core, JNA and this.
 */
final class OtherProcessMain {

	/** The line that reports that the lock is held. */
	static final String HELD = "latchkey: held";

	/** The argument before the directory, the name and the key of a named lock. */
	static final String NAMED = "named";

	/** The argument before the file of a held file lock. */
	static final String HELD_FILE = "held-file";

	private OtherProcessMain() {
	}

	public static void main(String... arguments) throws IOException {
		Path path = Path.of(arguments[1]);
		boolean named = arguments[0].equals(NAMED);
		Path directory = named ? path : Objects.requireNonNull(path.getParent());
		try (Latchkey latchkey = Latchkey.builder().directory(directory).build()) {
			hold(named ? named(latchkey, arguments) : latchkey.heldFile(path));
		}
	}

	private static CrossProcessLock<LockHold> named(Latchkey latchkey, String... arguments) {
		String name = decode(arguments[2]);
		return (arguments.length > 3) ? latchkey.lock(name, decode(arguments[3])) : latchkey.lock(name);
	}

	/**
	 * Encodes a name or a key, so that it survives whatever encoding arguments have.
	 * @param text the text
	 * @return the argument
	 */
	static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	private static String decode(String argument) {
		return URLDecoder.decode(argument, StandardCharsets.UTF_8);
	}

	private static void hold(CrossProcessLock<LockHold> lock) throws IOException {
		try (LockHold hold = lock.tryAcquire().orElse(null)) {
			if (hold == null) {
				System.out.println("It is busy: " + lock.holders());
				return;
			}
			System.out.println(HELD);
			long unused = System.in.transferTo(OutputStream.nullOutputStream());
		}
	}

}

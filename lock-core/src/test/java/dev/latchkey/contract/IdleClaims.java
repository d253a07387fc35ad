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

package dev.latchkey.contract;

import java.io.IOException;
import java.nio.file.Path;

import dev.latchkey.Latchkey;
import dev.latchkey.process.ForkedJvm;

/**
 * A process that has used many locks, and uses none now.
 */
public final class IdleClaims {

	private static final int LOCKS = 50;

	private static final byte[] NOTHING = {};

	private IdleClaims() {
	}

	public static void main(String[] arguments) throws IOException {
		Path directory = Path.of(arguments[0]);
		try (Latchkey latchkey = Latchkey.builder().directory(directory).build()) {
			for (int i = 0; i < LOCKS; i++) {
				latchkey.claims().claim("job" + i, NOTHING).tryAcquire().orElseThrow().close();
				latchkey.heldFile(directory.resolve("job" + i + ".held")).tryAcquire().orElseThrow().close();
			}
			ForkedJvm.reply("idle " + OpenFiles.below(directory).size());
		}
	}

}

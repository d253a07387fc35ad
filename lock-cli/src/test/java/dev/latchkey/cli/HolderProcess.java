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

package dev.latchkey.cli;

import java.nio.file.Path;
import java.time.Duration;

import dev.latchkey.HeartbeatLock;
import dev.latchkey.Latchkey;
import dev.latchkey.LockHold;
import dev.latchkey.LockOptions;
import dev.latchkey.process.ForkedJvm;

/**
 * An application that holds a lock until it is told to release it. Its lock is stalled a
 * fifth of a second after the process was stopped.
 */
final class HolderProcess {

	private HolderProcess() {
	}

	static ForkedJvm start(Path directory, String... nameAndKey) {
		String key = (nameAndKey.length > 1) ? nameAndKey[1] : "";
		ForkedJvm holder = ForkedJvm.start(HolderProcess.class, directory.toString(), nameAndKey[0], key);
		if (!holder.answer().equals("held")) {
			throw new AssertionError("The holder did not get the lock");
		}
		return holder;
	}

	public static void main(String[] arguments) {
		LockOptions options = LockOptions.of(Duration.ofMillis(200), Duration.ofMillis(50));
		try (Latchkey latchkey = Latchkey.builder().directory(Path.of(arguments[0])).options(options).build()) {
			HeartbeatLock lock = arguments[2].isEmpty() ? latchkey.lock(arguments[1])
					: latchkey.lock(arguments[1], arguments[2]);
			try (LockHold hold = lock.tryAcquire().orElseThrow()) {
				ForkedJvm.reply(hold.isHeld() ? "held" : "lost");
				String unused = ForkedJvm.awaitCommand();
			}
			ForkedJvm.reply("released");
		}
	}

}

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

import java.nio.file.Path;

import dev.latchkey.LockFileException;
import dev.latchkey.LockInspection;
import dev.latchkey.LockOptions;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.process.ForkedJvm;

/**
 * A process that inspects the lock {@code job} and never acquires it.
 */
public final class NamedWatcher {

	private NamedWatcher() {
	}

	public static void main(String[] arguments) {
		try (NamedLocks locks = new NamedLocks(LockRuntime.builder().build(), Path.of(arguments[0]),
				LockOptions.defaults())) {
			LockInspection found = locks.lock("job").inspect();
			ForkedJvm.reply(found.state() + " " + found.fencingToken());
		}
		catch (LockFileException ex) {
			ForkedJvm.reply("refused " + ex.getMessage());
		}
	}

}

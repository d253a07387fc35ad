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

package dev.latchkey.internal.heldfile;

import java.nio.file.Path;

import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platforms.Platforms;
import dev.latchkey.process.ForkedJvm;

/**
 * A process that locks a file, whatever it is, until it ends.
 */
final class FileLocker {

	private FileLocker() {
	}

	public static void main(String[] arguments) throws Exception {
		FileCalls files = Platforms.current().files();
		int descriptor = files.open(NativePath.of(Path.of(arguments[0])));
		ForkedJvm.reply((files.tryLock(descriptor) == 0) ? "locked" : "failed");
		Thread.currentThread().join();
	}

}

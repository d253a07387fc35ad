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

import java.nio.file.Path;

import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platforms.Platforms;

/**
 * A process that shares the lock of a file and does not let go until it ends.
 */
public final class SharedLocker {

	private SharedLocker() {
	}

	public static void main(String[] arguments) throws InterruptedException {
		FileCalls files = Platforms.current().files();
		int descriptor = files.open(NativePath.of(Path.of(arguments[0])));
		ForkedJvm.reply((files.tryLockShared(descriptor) == 0) ? "shared" : "failed");
		Thread.currentThread().join();
	}

}

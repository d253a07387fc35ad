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

package dev.latchkey.internal.flightrecorder;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

import jdk.jfr.Recording;

import dev.latchkey.process.LockWorker;

/**
 * A {@link LockWorker} whose JVM records its locks until it has no more commands.
 */
final class RecordedLockWorker {

	private RecordedLockWorker() {
	}

	public static void main(String[] arguments) throws Exception {
		try (Recording recording = new Recording()) {
			recording.enable("dev.latchkey.LockWait").withThreshold(Duration.ZERO);
			recording.start();
			LockWorker.main(Arrays.copyOfRange(arguments, 1, arguments.length));
			recording.dump(Path.of(arguments[0]));
		}
	}

}

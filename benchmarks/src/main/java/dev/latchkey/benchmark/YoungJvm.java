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

package dev.latchkey.benchmark;

import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * A new JVM that acquires and releases a lock every 0.2 ms, and prints how long each
 * acquisition with its release took.
 */
final class YoungJvm {

	private static final long PAUSE_NANOS = 200_000;

	private YoungJvm() {
	}

	/**
	 * Measures.
	 * @param arguments the kind, the directory, and how many acquisitions
	 */
	public static void main(String[] arguments) throws Exception {
		MeasuredLock type = MeasuredLock.valueOf(arguments[0]);
		long[] nanos = new long[Integer.parseInt(arguments[2])];
		long start = System.nanoTime();
		MeasuredLock.Locks locks = type.open(Path.of(arguments[1]));
		for (int i = 0; i < nanos.length; i++) {
			locks.acquire("young").close();
			nanos[i] = System.nanoTime() - start;
			LockSupport.parkNanos(PAUSE_NANOS);
			start = System.nanoTime();
		}
		for (long value : nanos) {
			System.out.println(value);
		}
	}

}

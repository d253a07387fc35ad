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

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A JVM that waits for a lock each time it is given a line, and tells when it got it.
 */
final class TakeoverSuccessor {

	private static final int WARM_UP_CYCLES = 30_000;

	private TakeoverSuccessor() {
	}

	/**
	 * Waits.
	 * @param arguments the kind, the directory, and the lock
	 */
	public static void main(String[] arguments) throws Exception {
		Peer.logProblemsOnly();
		MeasuredLock.Locks locks = MeasuredLock.valueOf(arguments[0]).open(Path.of(arguments[1]));
		for (int i = 0; i < WARM_UP_CYCLES; i++) {
			locks.acquire("warm-up").close();
		}
		Peer.ready();
		BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		String line = lines.readLine();
		while (line != null && !line.isEmpty()) {
			MeasuredLock.Held held = locks.acquire(arguments[2]);
			System.out.println(System.nanoTime());
			held.close();
			line = lines.readLine();
		}
	}

}

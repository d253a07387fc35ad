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
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM that has locks until it is killed or given a line.
 */
final class HoldingPeer {

	private HoldingPeer() {
	}

	/**
	 * Holds.
	 * @param arguments the kind, the directory, and the keys
	 */
	public static void main(String[] arguments) throws Exception {
		Peer.logProblemsOnly();
		MeasuredLock.Locks locks = MeasuredLock.valueOf(arguments[0]).open(Path.of(arguments[1]));
		List<MeasuredLock.Held> held = new ArrayList<>();
		for (int i = 2; i < arguments.length; i++) {
			held.add(locks.acquire(arguments[i]));
		}
		Peer.ready();
		int unused = System.in.read();
		for (MeasuredLock.Held lock : held) {
			lock.close();
		}
	}

}

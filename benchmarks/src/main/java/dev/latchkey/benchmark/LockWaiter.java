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

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A JVM with a thread for each of the locks that it waits for, until it is given a line.
 * It may wait for none.
 */
final class LockWaiter {

	private LockWaiter() {
	}

	/**
	 * Waits.
	 * @param arguments the kind, the directory, a lock that is free, then the locks to
	 * wait for
	 */
	public static void main(String[] arguments) throws Exception {
		MeasuredLock.Locks locks = MeasuredLock.valueOf(arguments[0]).open(Path.of(arguments[1]));
		// Idle or not, it has all that the locks need.
		locks.acquire(arguments[2]).close();
		AtomicInteger acquired = new AtomicInteger();
		for (int i = 3; i < arguments.length; i++) {
			String key = arguments[i];
			Thread thread = new Thread(() -> {
				try {
					locks.acquire(key).close();
					acquired.incrementAndGet();
				}
				catch (IOException | InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			});
			thread.setDaemon(true);
			thread.start();
		}
		Peer.ready();
		int unused = System.in.read();
		System.out.println(acquired.get());
		Runtime.getRuntime().halt(0);
	}

}

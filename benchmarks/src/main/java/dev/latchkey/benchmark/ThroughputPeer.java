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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

import dev.latchkey.internal.platform.Threads;

/**
 * A JVM whose threads acquire and release one lock as often as they can.
 */
final class ThroughputPeer {

	private final MeasuredLock.Locks locks;

	private final long startMillis;

	private final long endMillis;

	private final LongAdder operations = new LongAdder();

	private ThroughputPeer(MeasuredLock.Locks locks, long startMillis, long millis) {
		this.locks = locks;
		this.startMillis = startMillis;
		this.endMillis = startMillis + millis;
	}

	/**
	 * Measures.
	 * @param arguments the kind, the directory, how many threads, whether they are
	 * virtual, at what time (in milliseconds since the epoch) the warm-up ends, and for
	 * how many milliseconds to measure then
	 */
	public static void main(String[] arguments) throws Exception {
		ThroughputPeer peer = new ThroughputPeer(MeasuredLock.valueOf(arguments[0]).open(Path.of(arguments[1])),
				Long.parseLong(arguments[4]), Long.parseLong(arguments[5]));
		int threads = Integer.parseInt(arguments[2]);
		CountDownLatch ended = new CountDownLatch(threads);
		for (int i = 0; i < threads; i++) {
			Runnable work = () -> {
				peer.run();
				ended.countDown();
			};
			if (Boolean.parseBoolean(arguments[3])) {
				Threads.startWaiting("worker-" + i, work);
			}
			else {
				new Thread(work).start();
			}
		}
		ended.await();
		System.out.println(peer.operations.sum());
	}

	private void run() {
		try {
			long now = System.currentTimeMillis();
			while (now < this.endMillis) {
				this.locks.acquire("crowded").close();
				if (now >= this.startMillis) {
					this.operations.increment();
				}
				now = System.currentTimeMillis();
			}
		}
		catch (Exception ex) {
			ex.printStackTrace();
			Runtime.getRuntime().halt(1);
		}
	}

}

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
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.latchkey.Latchkey;
import dev.latchkey.claim.Claims;

/**
 * A JVM whose threads read one claim. It prints the nanoseconds of each read.
 */
final class ClaimReadPeer {

	private static final int MOST_READS = 2_000_000;

	private final Claims directory;

	private final String key;

	private final long startMillis;

	private final long durationNanos;

	private ClaimReadPeer(Claims directory, String key, long startMillis, long durationNanos) {
		this.directory = directory;
		this.key = key;
		this.startMillis = startMillis;
		this.durationNanos = durationNanos;
	}

	/**
	 * Read.
	 * @param arguments the directory, the key, how many threads, at what time (in
	 * milliseconds since the epoch) the warm-up ends, and for how many milliseconds to
	 * measure then
	 */
	public static void main(String[] arguments) throws Exception {
		Latchkey latchkey = Latchkey.builder().directory(Path.of(arguments[0])).build();
		ClaimReadPeer peer = new ClaimReadPeer(latchkey.claims(), arguments[1], Long.parseLong(arguments[3]),
				1_000_000 * Long.parseLong(arguments[4]));
		int threads = Integer.parseInt(arguments[2]);
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		List<Future<long[]>> readers = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			readers.add(executor.submit(peer::run));
		}
		StringBuilder lines = new StringBuilder();
		for (Future<long[]> reader : readers) {
			for (long nanos : reader.get()) {
				lines.append(nanos).append('\n');
			}
		}
		System.out.print(lines);
		executor.shutdown();
	}

	private long[] run() {
		while (System.currentTimeMillis() < this.startMillis) {
			read();
		}
		long[] nanos = new long[MOST_READS];
		int reads = 0;
		long start = System.nanoTime();
		for (long last = start; last - start < this.durationNanos && reads < MOST_READS;) {
			read();
			long now = System.nanoTime();
			nanos[reads++] = now - last;
			last = now;
		}
		return Arrays.copyOf(nanos, reads);
	}

	private void read() {
		byte[] content = this.directory.read(this.key).orElseThrow();
		for (byte b : content) {
			if (b != content[0]) {
				throw new IllegalStateException("A mix was read: " + Arrays.toString(content));
			}
		}
		if (content.length != ClaimingPeer.CONTENT_SIZE) {
			throw new IllegalStateException(content.length + " bytes were read");
		}
	}

}

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import dev.latchkey.Latchkey;
import dev.latchkey.LockInspection;
import dev.latchkey.LockState;
import dev.latchkey.claim.Claims;

/**
 * Many held claims, listed with their holders.
 */
final class ClaimListing {

	private static final int OWNERS = 4;

	private static final int CLAIMS_OF_AN_OWNER = 2500;

	private static final int WARM_UP = 30;

	private static final Path LOCK_TABLE = Path.of("/proc/locks");

	private final Path directory;

	ClaimListing(Path directory) {
		this.directory = directory;
	}

	/**
	 * Measure.
	 * @param samples how many lists
	 * @return a Markdown table
	 */
	String run(int samples) throws IOException, InterruptedException {
		int claims = OWNERS * CLAIMS_OF_AN_OWNER;
		System.err.println("list of " + claims + " claims");
		List<Peer> holders = new ArrayList<>();
		try (Latchkey latchkey = Latchkey.builder().directory(this.directory).build()) {
			Claims listed = latchkey.claims();
			for (int i = 0; i < OWNERS; i++) {
				holders.add(Peer.start(ClaimingPeer.class,
						List.of(this.directory.toString(), i + "-", Integer.toString(CLAIMS_OF_AN_OWNER), "0")));
			}
			for (int i = 0; i < WARM_UP; i++) {
				list(listed);
			}
			double[] lists = new double[samples];
			double[] tables = new double[samples];
			for (int i = 0; i < samples; i++) {
				lists[i] = list(listed);
				tables[i] = readTable();
			}
			for (Peer holder : holders) {
				List<String> unused = holder.stop();
			}
			return "| " + claims + " held claims of " + OWNERS + " processes | median ms | p99 ms |\n"
					+ "| --- | ---: | ---: |\n" + row("`Claims.list()`", lists)
					+ row("of it, reading `/proc/locks`", tables);
		}
		finally {
			holders.forEach(Peer::close);
		}
	}

	@CanIgnoreReturnValue
	private static long list(Claims directory) {
		long start = System.nanoTime();
		List<LockInspection> claims = directory.list();
		long nanos = System.nanoTime() - start;
		List<LockInspection> odd = claims.stream()
			.filter((claim) -> claim.state() != LockState.HELD || claim.holders().size() != 1)
			.toList();
		if (claims.size() != OWNERS * CLAIMS_OF_AN_OWNER || !odd.isEmpty()) {
			throw new IllegalStateException(
					claims.size() + " claims were listed, and not as held by one holder: " + odd);
		}
		return nanos;
	}

	private static long readTable() throws IOException {
		long start = System.nanoTime();
		byte[] table = Files.readAllBytes(LOCK_TABLE);
		long nanos = System.nanoTime() - start;
		if (table.length == 0) {
			throw new IllegalStateException(LOCK_TABLE + " is empty");
		}
		return nanos;
	}

	private static String row(String label, double[] nanos) {
		Figures figures = new Figures(nanos);
		return String.format(Locale.ROOT, "| %s | %.1f | %.1f |%n", label, figures.median() / 1_000_000,
				figures.percentile(99) / 1_000_000);
	}

}

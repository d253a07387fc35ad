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
import java.util.concurrent.locks.LockSupport;

import dev.latchkey.Latchkey;
import dev.latchkey.LockFileException;
import dev.latchkey.claim.ClaimHold;
import dev.latchkey.claim.Claims;

/**
 * A JVM that holds claims, and may change their content.
 */
final class ClaimingPeer {

	/** As much as the C program writes. */
	static final int CONTENT_SIZE = 32;

	private static final int LOOK_MICROS = 1000;

	private ClaimingPeer() {
	}

	/**
	 * Hold.
	 * @param arguments the directory, the beginning of the keys, how many claims, and
	 * after how many microseconds the content of each is changed (0 for never)
	 */
	public static void main(String[] arguments) throws Exception {
		Claims directory = Latchkey.builder().directory(Path.of(arguments[0])).build().claims();
		List<ClaimHold> claims = new ArrayList<>();
		for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
			claims.add(directory.claim(arguments[1] + i, content(0)).tryAcquire().orElseThrow());
		}
		int pauseMicros = Integer.parseInt(arguments[3]);
		Peer.ready();
		long start = System.nanoTime();
		int changes = 0;
		int refused = 0;
		while (Peer.isWanted()) {
			LockSupport.parkNanos(1000L * ((pauseMicros > 0) ? pauseMicros : LOOK_MICROS));
			if (pauseMicros > 0) {
				for (ClaimHold claim : claims) {
					changes++;
					refused += isChanged(claim, changes) ? 0 : 1;
				}
			}
		}
		double seconds = (System.nanoTime() - start) / 1e9;
		claims.forEach(ClaimHold::requireHeld);
		System.out.println(changes / seconds);
		System.out.println(refused);
		claims.forEach(ClaimHold::close);
	}

	private static boolean isChanged(ClaimHold claim, int change) {
		try {
			claim.updateContent(content(change));
			return true;
		}
		catch (LockFileException ex) {
			// Somebody sat on a shared lock for too long.
			return false;
		}
	}

	/** All bytes are the same, so that a mix of two would be seen. */
	private static byte[] content(int change) {
		byte[] content = new byte[CONTENT_SIZE];
		Arrays.fill(content, (byte) change);
		return content;
	}

}

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

import dev.latchkey.claim.ClaimHold;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.claim.ClaimDirectory;

/**
 * A JVM that tries again and again for a claim that another has.
 */
final class ClaimLoser {

	private static final int TRIES_BETWEEN_LOOKS = 100;

	private ClaimLoser() {
	}

	/**
	 * Try.
	 * @param arguments the directory and the key
	 */
	public static void main(String[] arguments) throws Exception {
		ClaimDirectory directory = ClaimDirectory.open(Path.of(arguments[0]), LockRuntime.builder().build());
		Peer.ready();
		long start = System.nanoTime();
		long tries = 0;
		while (Peer.isWanted()) {
			for (int i = 0; i < TRIES_BETWEEN_LOOKS; i++) {
				directory.claim(arguments[1], new byte[0]).tryAcquire().ifPresent(ClaimLoser::refuse);
			}
			tries += TRIES_BETWEEN_LOOKS;
		}
		System.out.println(tries / ((System.nanoTime() - start) / 1e9));
	}

	private static void refuse(ClaimHold claim) {
		throw new IllegalStateException("Nobody held " + claim);
	}

}

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

package dev.latchkey.internal.acquire;

import java.nio.file.Path;
import java.time.Duration;

import dev.latchkey.Latchkey;
import dev.latchkey.LockHold;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.claim.ClaimHold;
import dev.latchkey.claim.Claims;

/**
 * What an application does from its start to its end: it holds a lock, waits for others
 * in the kernel, and for the news of a claim.
 */
public final class RedeployedApplication {

	private RedeployedApplication() {
	}

	/**
	 * Live.
	 * @param directory the lock directory, in which somebody holds a claim
	 */
	public static void live(Path directory) throws InterruptedException {
		Duration wait = Duration.ofMillis(20);
		try (Latchkey latchkey = Latchkey.builder().directory(directory).build()) {
			try (LockHold hold = latchkey.heldFile(directory.resolve("own.held")).tryAcquire().orElseThrow()) {
				hold.requireHeld();
			}
			Claims claims = latchkey.claims();
			try (ClaimHold own = claims.claim("own", new byte[0]).tryAcquire().orElseThrow()) {
				waitInVain(claims, wait);
				if (claims.awaitHeld("nobody", wait)) {
					throw new AssertionError("Nobody holds it");
				}
				own.requireHeld();
			}
		}
	}

	private static void waitInVain(Claims claims, Duration wait) throws InterruptedException {
		try {
			claims.claim("busy", new byte[0]).acquire(wait).close();
			throw new AssertionError("Somebody holds it");
		}
		catch (LockTimeoutException ex) {
			if (ex.holders().isEmpty()) {
				throw new AssertionError("Its holder is not named", ex);
			}
		}
	}

}

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

package dev.latchkey;

import java.time.Instant;

/**
 * A hold of a lock with a cooldown: see {@link HeartbeatLock#withCooldown}.
 *
 * @since 0.1
 */
public interface CooldownHold extends LockHold {

	/**
	 * Changes the time before which the lock is not acquired again.
	 * @param notBefore the time, earlier or later than the one that was set
	 * @throws LockLostException if the lock is not held any more; the time is left as it
	 * is then
	 */
	void changeCooldown(Instant notBefore);

	/**
	 * Releases the lock although the work that it guards may go on. Another process may
	 * hold it from now on, so the hold is reported as {@link LockEvent.Lost lost}. Does
	 * nothing if the lock is not held any more.
	 * @param reason why the hold expires
	 */
	void expire(String reason);

}

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
 * A lock whose holder shows by a heartbeat in the lock's file that it goes on. So a
 * holder that is alive, but stopped or hangs, is recognised as {@link LockState#STALLED
 * stalled}, and an operator may take its lock away.
 *
 * <p>
 * Locks with a name and locks of a held file are such locks.
 *
 * @since 0.1
 */
public interface HeartbeatLock extends CrossProcessLock<LockHold> {

	/**
	 * Takes the lock away from a holder that is alive, but stopped or hangs. This is for
	 * an operator who knows what the holder was doing: it may continue at any time, and
	 * then learns by its next check or {@link LockHold#requireHeld()} that it lost the
	 * lock. Until then both may be at work, so what the lock protects must refuse the
	 * older {@link LockHold#fencingToken() fencing token}. A file that a dead holder left
	 * behind is removed too. A lock that a program without Latchkey holds is left alone,
	 * however long it is held. So is every lock on a system that removes no open file, as
	 * Windows: end the holder there.
	 * @return what was found: the lock was broken if it is
	 * {@link LockInspection#breakable() breakable}, and left alone otherwise
	 */
	LockInspection breakStalled();

	/**
	 * Returns the same lock with a cooldown: a time before which it is not acquired
	 * again, even if the hold is released earlier or its process dies. The time binds all
	 * acquisitions with a cooldown, in all processes; other acquisitions neither respect
	 * nor change it.
	 *
	 * <p>
	 * During the cooldown of an earlier hold the lock is busy, and
	 * {@link LockTimeoutException} names the cooldown. The time is stored before the
	 * acquisition returns, so it also binds if the holder dies at any moment after that.
	 * A process that dies during its acquisition may leave a cooldown too. If the wall
	 * clock is set back, the cooldown is longer by as much.
	 * @param notBefore when the lock may be acquired in this way again, by the wall
	 * clock; a time that is past is no cooldown
	 * @return the lock
	 */
	CrossProcessLock<CooldownHold> withCooldown(Instant notBefore);

	@Override
	HeartbeatLock with(LockOptions options);

}

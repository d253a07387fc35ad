package dev.latchkey;

import java.time.Instant;

/**
 * A hold of a lock with a cooldown: see {@link HeartbeatLock#withCooldown}.
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

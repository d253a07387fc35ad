package dev.latchkey.spring.event;

import java.time.Instant;

import dev.latchkey.Deadlock;
import dev.latchkey.LockId;

/**
 * A wait of this process is part of a deadlock, with others of this process or of other
 * ones. Nothing is done about it. Logged at WARN.
 *
 * @param deadlock the deadlock
 * @param noticedAt when it was noticed
 */
public record DeadlockEvent(Deadlock deadlock, Instant noticedAt) implements LockEvent {

	/**
	 * Return the lock that has been waited for longest.
	 */
	@Override
	public LockId lock() {
		return this.deadlock.members().get(0).lock();
	}

}

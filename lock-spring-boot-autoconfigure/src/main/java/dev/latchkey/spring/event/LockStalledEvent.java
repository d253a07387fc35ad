package dev.latchkey.spring.event;

import java.time.Instant;
import java.util.List;

import dev.latchkey.LockHolder;
import dev.latchkey.LockId;

/**
 * A lock that this process wants is held by one that lives, but has not shown it for a
 * long time: it is stopped or hangs. It is not robbed. Published once for each wait or
 * try. Logged at WARN.
 *
 * @param lock the lock
 * @param owners who holds it, as far as is known; empty means unknown, never free
 * @param noticedAt when it was noticed
 */
public record LockStalledEvent(LockId lock, List<LockHolder> owners, Instant noticedAt) implements LockEvent {

	/**
	 * Copy the owners.
	 */
	public LockStalledEvent {
		owners = List.copyOf(owners);
	}

}

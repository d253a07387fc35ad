package dev.latchkey.spring.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.latchkey.LockHolder;
import dev.latchkey.LockId;

/**
 * Guarded code was skipped, because its lock was busy. Logged at INFO by
 * {@code dev.latchkey.skipped}.
 *
 * @param lock the lock
 * @param owners its holders, as far as is known; empty means unknown, never free
 * @param waited how long the request waited
 * @param noticedAt when it was skipped
 */
public record LockSkippedEvent(LockId lock, List<LockHolder> owners, Duration waited, Instant noticedAt) {

	/**
	 * Copy the owners.
	 */
	public LockSkippedEvent {
		owners = List.copyOf(owners);
	}

}

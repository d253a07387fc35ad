package dev.latchkey.spring.event;

import java.time.Instant;

import dev.latchkey.LockHolder;
import dev.latchkey.LockId;

/**
 * A lock was taken away from a former owner: it is dead, it did not show for a long time
 * that it lives where only that can tell, or an operator broke its lock. Logged at INFO.
 *
 * @param lock the lock
 * @param owner the former owner, as its file announced it
 * @param noticedAt when it was taken away
 */
public record StaleLockBrokenEvent(LockId lock, LockHolder owner, Instant noticedAt) implements LockEvent {

}

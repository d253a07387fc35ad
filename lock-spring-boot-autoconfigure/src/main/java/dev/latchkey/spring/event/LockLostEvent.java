package dev.latchkey.spring.event;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHolder;
import dev.latchkey.LockId;

/**
 * A lock of this process was lost: it was taken away while it was held, or it was given
 * up because its time was over. Others may hold it now, and the work that it guards goes
 * on until it asks. Logged at WARN.
 *
 * @param lock the lock
 * @param owner who had it: this process
 * @param fencingToken the token of the acquisition that was lost, or {@code null} if such
 * locks have none
 * @param acquiredAt when it was acquired
 * @param noticedAt when the loss was noticed
 * @param reason what was seen
 */
public record LockLostEvent(LockId lock, LockHolder owner, @Nullable Long fencingToken, Instant acquiredAt,
		Instant noticedAt, String reason) implements LockEvent {

}

package dev.latchkey;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a look at a lock has found, at one moment.
 *
 * @param id the lock
 * @param state what it is in
 * @param holders the processes that hold it, as far as they are known
 * @param age how long ago the holder showed last that it lives, or {@code null} if it
 * does not show that
 * @param fencingToken the token of the hold, or {@code null} if it has none
 * @param acquiredAt when it was acquired, or {@code null} if that is not known
 * @param breakable whether an operator may take the lock away
 */
public record LockInspection(LockId id, LockState state, List<LockHolder> holders, @Nullable Duration age,
		@Nullable Long fencingToken, @Nullable Instant acquiredAt, boolean breakable) {
}

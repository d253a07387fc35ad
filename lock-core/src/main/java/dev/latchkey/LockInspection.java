package dev.latchkey;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What an inspection of a lock has found, at one moment.
 *
 * @param id the lock
 * @param state its state
 * @param holders the processes that hold it, as far as they are known; for a
 * {@link LockState#STALE stale} lock the process that left it
 * @param age how long ago the holder showed last that it is alive, or {@code null} if
 * locks of this type do not show that
 * @param fencingToken the token of the hold, or {@code null} if it is not known
 * @param acquiredAt when the lock was acquired, or {@code null} if that is not known
 * @param breakable whether an operator may take the lock away
 */
public record LockInspection(LockId id, LockState state, List<LockHolder> holders, @Nullable Duration age,
		@Nullable Long fencingToken, @Nullable Instant acquiredAt, boolean breakable) {

	/**
	 * Copies the holders.
	 */
	public LockInspection {
		holders = List.copyOf(holders);
	}

	/**
	 * Creates an inspection of which only the state and the holders are known.
	 * @param id the lock
	 * @param state its state
	 * @param holders the holders
	 */
	public LockInspection(LockId id, LockState state, List<LockHolder> holders) {
		this(id, state, holders, null, null, null, false);
	}

	/**
	 * Returns whether the lock is held or about to be, as far as can be told.
	 * @return whether a living process holds the lock, acquires it, or may hold it
	 */
	public boolean isHeld() {
		return switch (this.state) {
			case ACQUIRING, HELD, STALLED, UNVERIFIED -> true;
			case FREE, STALE, MALFORMED -> false;
		};
	}

}

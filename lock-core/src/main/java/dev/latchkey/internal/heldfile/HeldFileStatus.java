package dev.latchkey.internal.heldfile;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHolder;

/**
 * What was seen of a held file lock at one moment.
 *
 * @param path the lock's file
 * @param state what the file means
 * @param owners who holds the lock, or left it; none if nobody does or it cannot be told
 * @param age how long ago the owner last showed that it lives, or {@code null} if there
 * is no lock file
 * @param fencingToken the token of the hold, or {@code null} if the file has none
 * @param acquiredAt when the lock was acquired, as its file tells, or {@code null} if it
 * does not
 */
public record HeldFileStatus(Path path, HeldFileState state, List<LockHolder> owners, @Nullable Duration age,
		@Nullable Long fencingToken, @Nullable Instant acquiredAt) {

	/**
	 * Return who holds the lock.
	 * @return the owners, as far as they are known; none if the lock is free, was left
	 * behind, or has a file that is no lock file
	 */
	List<LockHolder> holders() {
		return switch (this.state) {
			case HELD, STALLED, FOREIGN -> this.owners;
			case FREE, STALE, MALFORMED -> List.of();
		};
	}

	/**
	 * Tell whether an operator may take the lock away.
	 * @return whether its owner is stalled, or has left it behind
	 */
	public boolean isBreakable() {
		return this.state == HeldFileState.STALLED || this.state == HeldFileState.STALE;
	}

}

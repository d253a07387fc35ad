package dev.latchkey;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Hears what happens to the locks of this process. It is called on the thread that
 * acquires, waits, releases or checks, so it must be quick. What it throws is logged and
 * goes no further.
 */
public interface LockListener {

	/**
	 * The listener that does nothing.
	 */
	LockListener NONE = new LockListener() {
	};

	/**
	 * A lock was busy, and this thread begins to wait for it.
	 * @param wait the wait, which {@link #waitEnded} gets again
	 */
	default void waiting(LockWait wait) {
	}

	/**
	 * A wait is over: the lock was acquired, or the wait timed out, was interrupted or
	 * failed.
	 * @param wait the wait
	 */
	default void waitEnded(LockWait wait) {
	}

	/**
	 * A lock was busy for all the time that somebody was ready to wait for it.
	 * @param id the lock
	 * @param waited how long that was
	 */
	default void timedOut(LockId id, Duration waited) {
	}

	/**
	 * A lock was acquired.
	 * @param hold the hold
	 */
	default void acquired(LockHold hold) {
	}

	/**
	 * A lock that was held has been released.
	 * @param hold the hold
	 */
	default void released(LockHold hold) {
	}

	/**
	 * A lock was lost: somebody took its file away while we held it, or it was given up
	 * because its time was over while its work went on. Called once for a hold, and then
	 * {@link #released} is not.
	 * @param hold the hold
	 * @param reason what was seen
	 */
	default void lost(LockHold hold, String reason) {
	}

	/**
	 * A lock that is wanted here is held by a process that lives, but has not shown it
	 * for a long time: it is stopped or hangs. It is not robbed. Called once for a
	 * holder, however often its lock is asked for, and again if it goes on and then stops
	 * or hangs once more.
	 * @param id the lock
	 * @param owners who holds it, as far as is known
	 */
	default void stalled(LockId id, List<LockHolder> owners) {
	}

	/**
	 * A lock was taken away from a former owner: it is dead, it did not show for a long
	 * time that it lives where only that can tell, or an operator broke its lock.
	 * @param id the lock
	 * @param owner the former owner, as its file announced it
	 */
	default void staleBroken(LockId id, LockHolder owner) {
	}

	/**
	 * Something failed that must not fail the guarded work, such as a heartbeat or a
	 * release.
	 * @param id the lock
	 * @param problem what failed, and what can be done about it
	 */
	default void warning(LockId id, LatchkeyException problem) {
	}

	/**
	 * A task asked for a lock out of order. Whether it was let go on is the
	 * {@link LockOrder}'s decision.
	 * @param problem what was asked for, inside of what
	 */
	default void outOfOrder(LockOrderException problem) {
	}

	/**
	 * A wait of this process is part of a deadlock. It goes on; so does the deadlock,
	 * unless one of its waits has a limit.
	 * @param deadlock the deadlock
	 */
	default void deadlocked(Deadlock deadlock) {
	}

	/**
	 * A deadlock that a wait of this process was part of is over.
	 * @param deadlock the deadlock
	 */
	default void deadlockEnded(Deadlock deadlock) {
	}

	/**
	 * A wait to see something in a directory polls, because the system cannot watch the
	 * files: it has no watch left to give, or the filesystem gives no news.
	 * @param directory the directory
	 */
	default void polling(Path directory) {
	}

	/**
	 * Combine listeners into one that calls each, in order, and contains what they throw.
	 * @param listeners the listeners
	 * @return one listener for all
	 */
	static LockListener of(List<? extends LockListener> listeners) {
		return new ContainedListeners(List.copyOf(listeners));
	}

}

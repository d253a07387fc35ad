package dev.latchkey;

import java.time.Instant;

/**
 * A hold of a lock that is not acquired again before a time, even if it is released
 * earlier or this process dies. The time binds all acquisitions that ask for one, in all
 * processes. See {@code docs/protocols.md}, "Not before".
 */
public interface CooldownHold extends LockHold {

	/**
	 * Change the time.
	 * @param time the time, earlier or later than the one that was set
	 * @throws LockLostException if the lock is not held any more; the time is left as it
	 * is then
	 */
	void changeNotBefore(Instant time);

	/**
	 * Release the lock although the work that it guards may go on. Others may have it
	 * from now on, so it is reported as {@link LockListener#lost lost}. Does nothing if
	 * the lock is not held any more.
	 * @param reason why it is given up
	 */
	void forfeit(String reason);

}

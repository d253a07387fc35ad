package dev.latchkey.heldfile;

import java.time.Instant;

import dev.latchkey.LockHold;
import dev.latchkey.LockListener;
import dev.latchkey.LockLostException;

/**
 * A held file lock that is not acquired again before a time, even if it is released
 * earlier or this process dies. The time binds those who ask for it with
 * {@link HeldFileLocks#tryAcquirePaced}, in all processes. See {@code docs/protocols.md},
 * "Not before".
 */
public interface PacedHold extends LockHold {

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

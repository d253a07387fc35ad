package dev.latchkey;

import java.util.UUID;

/**
 * The right to write a data file, while it is held.
 */
public interface WriterHold extends LockHold {

	/**
	 * Returns what distinguishes this acquisition from all others, in the lock's file.
	 * @return the writer id
	 */
	UUID writerId();

	/**
	 * Asks the system whether the lock is still held: whether the lock's file is that of
	 * this hold and has its writer id. A loss is noticed here at the latest.
	 * @return whether it is held
	 */
	boolean isValid();

}

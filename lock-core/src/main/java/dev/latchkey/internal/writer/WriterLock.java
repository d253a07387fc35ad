package dev.latchkey.internal.writer;

import java.util.UUID;

import dev.latchkey.LockHold;

/**
 * The right to write a data file, while it is held.
 */
public interface WriterLock extends LockHold {

	/**
	 * Return what tells this acquisition from all others, in the lock's file.
	 * @return the writer id
	 */
	UUID writerId();

	/**
	 * Ask the system whether the lock is still held: whether the lock's file is ours and
	 * has our writer id. A loss is noticed here at the latest.
	 * @return whether it is held
	 */
	boolean isValid();

}

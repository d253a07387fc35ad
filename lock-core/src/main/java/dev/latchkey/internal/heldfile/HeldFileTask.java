package dev.latchkey.internal.heldfile;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHold;

/**
 * Something to do with a held file lock, or without it.
 *
 * @param <T> what it returns
 * @param <E> how it may fail
 */
@FunctionalInterface
public interface HeldFileTask<T extends @Nullable Object, E extends Exception> {

	/**
	 * Do it.
	 * @param hold the hold, which is released afterwards; empty if somebody else had the
	 * lock all the time
	 * @return the result
	 * @throws E if it fails
	 */
	T run(Optional<LockHold> hold) throws E;

}

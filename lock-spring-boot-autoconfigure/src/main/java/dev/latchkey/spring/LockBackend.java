package dev.latchkey.spring;

import dev.latchkey.CrossProcessLock;
import dev.latchkey.LatchkeyException;
import dev.latchkey.LockHold;

/**
 * Where the locks of requests are: in files of this machine, or in a store that is shared
 * by several machines.
 */
public interface LockBackend {

	/**
	 * Returns the lock of a request for a name or a file.
	 * @param request the request
	 * @return the lock, with the options of the request
	 * @throws LatchkeyException if this backend has no such locks
	 */
	CrossProcessLock<? extends LockHold> lock(LockRequest request);

	/**
	 * Proves that the backend answers, if that is not known already. Cheap enough to be
	 * called often.
	 * @throws LatchkeyException if it does not
	 */
	default void prove() {
	}

}

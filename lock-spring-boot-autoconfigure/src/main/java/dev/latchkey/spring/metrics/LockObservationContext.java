package dev.latchkey.spring.metrics;

import io.micrometer.observation.Observation;

import dev.latchkey.LockId;

/**
 * The context of an observation of a lock.
 */
public final class LockObservationContext extends Observation.Context {

	private final LockId lock;

	/**
	 * Create a context.
	 * @param lock the lock
	 */
	public LockObservationContext(LockId lock) {
		this.lock = lock;
	}

	/**
	 * Return which lock it is. Its name may have a key, and is not for low-cardinality
	 * values.
	 * @return the identity of the lock
	 */
	public LockId lock() {
		return this.lock;
	}

}

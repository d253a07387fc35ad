package dev.latchkey.order;

/**
 * What becomes of a lock that is asked for out of order.
 */
public enum Enforcement {

	/**
	 * It is refused. Where each lock was taken is written down, which takes a few
	 * microseconds: for development and tests.
	 */
	FAIL,

	/**
	 * It is logged, once for each pair of places in the code, and counted. Where locks
	 * were taken is written down from the first such event on: for production.
	 */
	LOG,

	/**
	 * Nothing is looked at.
	 */
	OFF

}

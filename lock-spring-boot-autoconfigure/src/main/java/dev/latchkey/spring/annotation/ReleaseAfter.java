package dev.latchkey.spring.annotation;

/**
 * When a lock is released that was acquired in a transaction. Where no transaction is
 * active, it is released after the method.
 */
public enum ReleaseAfter {

	/**
	 * What the property {@code latchkey.release-after} says, which is the transaction if
	 * it is not set.
	 */
	DEFAULT,

	/**
	 * After the transaction has committed or rolled back, so that the next holder sees
	 * what was committed. The transaction does not commit if the lock was lost.
	 */
	TRANSACTION,

	/**
	 * After the method, although its transaction may not have completed. The next holder
	 * may not see what the method has written.
	 */
	METHOD

}

package dev.latchkey.internal.platform.linux;

import java.lang.ref.Reference;

/**
 * Keeps memory alive while the system uses it. A call gets addresses only, so without
 * this the collector may free the memory behind them in the middle of the call, once
 * nothing in Java needs it afterwards.
 */
final class KeptAlive {

	private KeptAlive() {
	}

	/**
	 * Return what a call returned, and be where what it used ends.
	 * @param result what the call returned
	 * @param used what the addresses were taken from
	 * @return the same result
	 */
	static int during(int result, Object used) {
		try {
			return result;
		}
		finally {
			Reference.reachabilityFence(used);
		}
	}

	/**
	 * The same for two.
	 * @param result what the call returned
	 * @param one what an address was taken from
	 * @param other what another address was taken from
	 * @return the same result
	 */
	static int during(int result, Object one, Object other) {
		return during(during(result, one), other);
	}

}

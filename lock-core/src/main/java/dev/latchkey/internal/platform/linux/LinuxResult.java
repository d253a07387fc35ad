/*
 * Copyright 2026 the Latchkey authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.latchkey.internal.platform.linux;

import java.lang.ref.Reference;

import com.sun.jna.Native;

/**
 * Turns what the C library returns into results. The errno is read right after the call,
 * on the same thread, and only after a failure.
 *
 * <p>
 * A call gets addresses only. What they were taken from is kept alive until the call is
 * over: the collector could free the memory in the middle of it otherwise.
 */
final class LinuxResult {

	private LinuxResult() {
	}

	/**
	 * Returns the result of a call.
	 * @param returned what the call returned
	 * @return the same, or the negated errno if that is negative
	 */
	static int of(long returned) {
		return (returned >= 0) ? (int) returned : -Native.getLastError();
	}

	/**
	 * Returns the result of a call that was given an address.
	 * @param returned what the call returned
	 * @param used what the address was taken from
	 * @return the same, or the negated errno if that is negative
	 */
	static int of(long returned, Object used) {
		try {
			return of(returned);
		}
		finally {
			Reference.reachabilityFence(used);
		}
	}

	/**
	 * Returns the result of a call that was given two addresses.
	 * @param returned what the call returned
	 * @param one what an address was taken from
	 * @param other what another address was taken from
	 * @return the same, or the negated errno if that is negative
	 */
	static int of(long returned, Object one, Object other) {
		try {
			return of(returned, one);
		}
		finally {
			Reference.reachabilityFence(other);
		}
	}

}

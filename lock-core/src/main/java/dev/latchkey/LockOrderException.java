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

package dev.latchkey;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

/**
 * A task asked for a lock although it has one that must come later, or has entered a
 * section where that lock must not be taken. Nothing was locked, and nothing waits.
 *
 * @since 0.1
 */
public class LockOrderException extends LatchkeyException {

	@Serial
	private static final long serialVersionUID = 1L;

	// Not serialized: what stands on a stack has no meaning elsewhere.
	private final transient Step outer;

	private final transient Step inner;

	/**
	 * Creates an exception.
	 * @param outer what the task has
	 * @param inner what it asked for
	 * @param remedy what can be done about it
	 */
	public LockOrderException(Step outer, Step inner, String remedy) {
		super("Lock order: " + inner + " was asked for inside " + outer + ".", remedy, null);
		this.outer = outer;
		this.inner = inner;
	}

	/**
	 * Returns what the task has.
	 * @return the outer step
	 */
	public Step outer() {
		return this.outer;
	}

	/**
	 * Returns what it asked for.
	 * @return the inner step
	 */
	public Step inner() {
		return this.inner;
	}

	/**
	 * One side of the conflict.
	 *
	 * @param tier the tier, or {@code null} for a section that is no lock
	 * @param lock which lock, or which section
	 * @param callSite the call site in the code: the one that was set, as a
	 * {@link LockCaller}, or the line of the code that called this library; {@code null}
	 * if neither was written down
	 * @param thread the name of the thread
	 */
	public record Step(@Nullable LockTier tier, String lock, @Nullable String callSite, String thread) {

		@Override
		public String toString() {
			return ((this.tier != null) ? this.tier + " " : "") + "'" + this.lock + "' ("
					+ ((this.callSite != null) ? "at " + this.callSite : "call site not recorded yet") + ", thread '"
					+ this.thread + "')";
		}

	}

}

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
 * The root of what Latchkey throws. A lock that is merely busy is not an exception unless
 * a wait for it ran out.
 *
 * @since 0.1
 */
public class LatchkeyException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String problem;

	private final String remedy;

	/**
	 * Creates an exception, whose message is the problem and the remedy.
	 * @param problem what is wrong, in whole sentences
	 * @param remedy what the reader can do, in whole sentences; may be empty
	 * @param cause the cause, if there is one
	 */
	public LatchkeyException(String problem, String remedy, @Nullable Throwable cause) {
		super(remedy.isEmpty() ? problem : problem + " " + remedy, cause);
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Returns what is wrong.
	 * @return one or more sentences
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * Returns what can be done about it.
	 * @return one or more sentences; empty if nothing can be done
	 */
	public String remedy() {
		return this.remedy;
	}

}

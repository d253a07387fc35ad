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

/**
 * This operating system has locks, and lacks the feature that was asked for. Nothing was
 * done. The log at the start of an application and the endpoint {@code locks} list the
 * missing features.
 *
 * @since 0.1
 */
public class UnsupportedFeatureException extends LatchkeyException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String feature;

	private final String system;

	/**
	 * Creates an exception.
	 * @param feature what is not supported, as the beginning of a sentence, such as
	 * "Leaving a claim to a child process"
	 * @param system the system that does not support it
	 * @param remedy what can be done instead, in whole sentences
	 */
	public UnsupportedFeatureException(String feature, String system, String remedy) {
		super(feature + " is not supported on " + system + ".", remedy, null);
		this.feature = feature;
		this.system = system;
	}

	/**
	 * Returns what is not supported.
	 * @return the beginning of a sentence
	 */
	public String feature() {
		return this.feature;
	}

	/**
	 * Returns the system that does not support it.
	 * @return its name for people, such as "macOS (portable)"
	 */
	public String system() {
		return this.system;
	}

}

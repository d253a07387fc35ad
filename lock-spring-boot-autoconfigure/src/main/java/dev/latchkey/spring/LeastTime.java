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

package dev.latchkey.spring;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

import org.springframework.util.Assert;

/**
 * Until when a lock is left alone after it was acquired, even if it is released earlier
 * or its holder dies. Only requests with such a time respect it.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface LeastTime {

	/**
	 * Returns when the lock may be acquired again.
	 * @param acquisition when it is acquired, by the wall clock
	 * @return the end of the time, by the wall clock
	 */
	Instant endOf(Instant acquisition);

	/**
	 * Leaves a lock alone for a time.
	 * @param time the time, positive
	 * @return the time
	 */
	static LeastTime of(Duration time) {
		Assert.isTrue(!time.isNegative() && !time.isZero(), () -> "A lockAtLeastFor must be positive, and is " + time);
		return (acquisition) -> {
			try {
				return acquisition.plus(time);
			}
			catch (DateTimeException | ArithmeticException ex) {
				return Instant.MAX;
			}
		};
	}

}

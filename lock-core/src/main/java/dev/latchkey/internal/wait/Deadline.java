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

package dev.latchkey.internal.wait;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The moment at which a wait ends, by the JVM's monotonic clock.
 */
public final class Deadline {

	/** A time after which no wait ends. */
	public static final Duration INDEFINITE = Duration.ofSeconds(Long.MAX_VALUE);

	private static final Deadline NEVER = new Deadline(0, false);

	/** Beyond this a wait has no end: 146 years, half of what nanoTime can tell apart. */
	private static final long LONGEST_NANOS = Long.MAX_VALUE / 2;

	private final long nanoTime;

	private final boolean limited;

	private Deadline(long nanoTime, boolean limited) {
		this.nanoTime = nanoTime;
		this.limited = limited;
	}

	/**
	 * Returns a deadline that does not come.
	 * @return no deadline
	 */
	public static Deadline never() {
		return NEVER;
	}

	/**
	 * Returns a deadline that has come: for trying once.
	 * @return the present moment
	 */
	public static Deadline now() {
		return new Deadline(System.nanoTime(), true);
	}

	/**
	 * Returns the deadline that comes after a time.
	 * @param time the time from now; zero or less is now
	 * @return the deadline
	 */
	public static Deadline after(Duration time) {
		if (time.compareTo(Duration.ofNanos(LONGEST_NANOS)) >= 0) {
			return NEVER;
		}
		return new Deadline(System.nanoTime() + (time.isNegative() ? 0 : time.toNanos()), true);
	}

	/**
	 * Returns this deadline, or the one that comes after a time if that is earlier.
	 * @param time the time from now
	 * @return the earlier deadline
	 */
	public Deadline atMost(Duration time) {
		return (remainingNanos() <= time.toNanos()) ? this : after(time);
	}

	/**
	 * Returns how long it is till then.
	 * @return nanoseconds, zero or less when it has come
	 */
	public long remainingNanos() {
		return this.limited ? this.nanoTime - System.nanoTime() : Long.MAX_VALUE;
	}

	/**
	 * Returns when it comes, by the wall clock as it goes now.
	 * @return the moment, or {@code null} if it does not come
	 */
	public @Nullable Instant instant() {
		return this.limited ? Instant.now().plusNanos(remainingNanos()) : null;
	}

	/**
	 * Returns whether it has come.
	 * @return whether it has come
	 */
	public boolean hasCome() {
		return remainingNanos() <= 0;
	}

	boolean isLimited() {
		return this.limited;
	}

	long nanoTime() {
		return this.nanoTime;
	}

}

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

package dev.latchkey.internal.named;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

import dev.latchkey.internal.lockfile.FencingToken;

/**
 * The times in records: microseconds since 1970 for what people read and what lasts, and
 * nanoseconds of the machine's monotonic clock for heartbeats, which no change of the
 * wall clock makes old.
 */
final class NamedTimes {

	private NamedTimes() {
	}

	/**
	 * Returns the microseconds of a time. Later times than the year 3000 count as that;
	 * too far away is as far as can be.
	 * @param time the time
	 * @return the microseconds since 1970, at least 1
	 */
	static long micros(Instant time) {
		return Math.max(1, FencingToken.micros(time));
	}

	/**
	 * Returns how long ago the holder of a lock showed that it lives.
	 * @param record the record
	 * @return nanoseconds; 0 for a time to come, which is from another time namespace
	 */
	static long ageNanos(NamedRecord record) {
		return Math.max(0, System.nanoTime() - record.lastBeat());
	}

	/**
	 * Returns whether the last heartbeat is older than the stale-after in the record.
	 * @param record the record of a lock that is held
	 * @return whether it is stopped or hangs
	 */
	static boolean isStalled(NamedRecord record) {
		return ageNanos(record) >= TimeUnit.MILLISECONDS.toNanos(record.staleAfterMillis());
	}

}

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
	 * Returns the microseconds of a time. A time that is too far away is as far as can
	 * be.
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
		return Math.max(0, System.nanoTime() - record.beat());
	}

	/**
	 * Returns whether the holder of a lock has not shown for its own stale-after that it
	 * lives.
	 * @param record the record of a lock that is held
	 * @return whether it is stopped or hangs
	 */
	static boolean isStalled(NamedRecord record) {
		return ageNanos(record) >= TimeUnit.MILLISECONDS.toNanos(record.staleAfterMillis());
	}

}
